/** Holds back what has not started yet. */
export interface Gate {
  readonly isOpen: boolean;
  /** Resolves when the gate is open. */
  opened(): Promise<void>;
  close(): void;
  open(): void;
}

export function createGate(): Gate {
  let isOpen = true;
  let opened = Promise.resolve();
  let resolve = () => {};
  return {
    get isOpen() {
      return isOpen;
    },
    opened: () => opened,
    close() {
      if (!isOpen) return;
      isOpen = false;
      opened = new Promise((done) => {
        resolve = done;
      });
    },
    open() {
      isOpen = true;
      resolve();
    },
  };
}
