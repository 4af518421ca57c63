// The same package loaded twice: its classes are two, its guard goes by name.
import { createRequire } from "node:module";
import { InputError, isWipsyError } from "wipsy-client";

const { Wipsy } = createRequire(import.meta.url)("wipsy-client");
const error = await new Wipsy().messages.send({ to: "ig_", message: "Hola" }).catch((caught) => caught);
console.log(
  JSON.stringify({
    sameClass: error instanceof InputError,
    guard: isWipsyError(error),
    guardByName: isWipsyError(error, "InputError"),
    guardByAnotherName: isWipsyError(error, "ApiError"),
  }),
);
