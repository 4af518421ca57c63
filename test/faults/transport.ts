/** Which transport the clients of these tests send over: Node's own, or fetch in the vitest project of that name. */
export const transport = process.env.TRANSPORT === "fetch" ? "fetch" : "node";
