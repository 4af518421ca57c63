import { isRecord } from "../operation/values.ts";

/** A phone number's digits, or a user id without its prefix, since the same address is written in several ways. */
export const bareAddress = (address: string) => (address.split("@")[0] ?? "").replace(/^(?:ig|fb)_|\W/g, "");

/** All texts of a customer as bare addresses: the field for ids on Instagram and Messenger is not documented. */
export const addressesOf = (customer: unknown): string[] =>
  Object.values(isRecord(customer) ? customer : {}).map((value) =>
    typeof value === "string" ? bareAddress(value) : "",
  );
