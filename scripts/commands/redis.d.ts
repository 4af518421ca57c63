// Stands for the types of redis, which an example uses, where a description is taken in: they are a sixth of all
// that is compiled then, and nothing in them follows from a description.

// biome-ignore lint/suspicious/noExplicitAny: that is the point
export declare const createClient: any;
