/** Where a contender sends its requests. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** `http:` or `https:`, host and port, without a slash at the end. */
  readonly url: string;
  /** To be used in place of the network, by those that take a `fetch`. */
  readonly fetch?: typeof fetch;
}

/** A client that is ready to do the job. */
export interface Caller {
  get(): Promise<unknown>;
  post(): Promise<unknown>;
  /** Closes the connections that are its own. */
  close?(): unknown;
}

/** One of the clients that are held against each other. */
export interface Contender {
  readonly name: string;
  /** Whether it can be given a `fetch`. */
  readonly takesFetch?: boolean;
  open(place: Place): Caller;
}
