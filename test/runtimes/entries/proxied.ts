import { isWipsyError, Wipsy } from "wipsy-client";

// For a Node whose environment names a proxy: sends one message and prints what came of it.
const wipsy = new Wipsy({
  apiKey: "smoke-key",
  baseUrl: "http://api.example.test",
  allowInsecure: true,
  maxRetries: 0,
});
const result = await wipsy.messages.send({ to: "+573001112233", message: "Hola" }).then(
  ({ messageId }) => messageId,
  (error: unknown) => (isWipsyError(error) ? error.outcome : String(error)),
);
console.log(result);
