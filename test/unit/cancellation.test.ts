import { expect, test, vi } from "vitest";
import { within } from "../../src/call/limits.ts";
import { type Cancellation, createCancellation } from "../../src/transport/cancellation.ts";

test("calls its callbacks when it is canceled, and aborts its signal with the reason", () => {
  const cancellation = createCancellation();
  const callback = vi.fn();
  cancellation.onCancel(callback);
  cancellation.cancel("why");
  expect(callback).toHaveBeenCalledTimes(1);
  expect([cancellation.isCanceled, cancellation.signal.aborted, cancellation.signal.reason]).toEqual([
    true,
    true,
    "why",
  ]);
});

test("work that has ended leaves no callbacks behind", async () => {
  const callback = vi.fn();
  let given: Cancellation | undefined;
  await within({ timeout: 60_000 }, async (cancellation) => {
    given = cancellation;
    cancellation.onCancel(callback);
  });
  given?.cancel();
  expect([given?.isCanceled, callback.mock.calls]).toEqual([true, []]);
});
