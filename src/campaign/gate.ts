/** Holds back what has not started yet. */
export interface Gate {
  readonly isOpen: boolean;
  /** Resolves when the gate is open. */
  opened(): Promise<void>;
  close(): void;
  open(): void;
}

export function createGate(): Gate {
  let opened: Promise<void> | undefined;
  let resolve = () => {};
  return {
    get isOpen() {
      return opened === undefined;
    },
    opened: async () => opened,
    close() {
      opened ??= new Promise((done) => {
        resolve = done;
      });
    },
    open() {
      opened = undefined;
      resolve();
    },
  };
}
