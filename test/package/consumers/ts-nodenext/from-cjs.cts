// The types that a CommonJS program gets are another file.
import wipsyClient = require("wipsy-client");

const { Wipsy, isWipsyError } = wipsyClient;
const wipsy: wipsyClient.Wipsy = new Wipsy();
// @ts-expect-error 15 digits without + may be a phone or a user id
const call: wipsyClient.Call<wipsyClient.SentMessage> = wipsy.messages.send({ to: "828925823321473", message: "Hola" });
call.catch((error: unknown) => {
  console.log(isWipsyError(error, "InputError") ? JSON.stringify({ refused: error.field }) : error);
});
