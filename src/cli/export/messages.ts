import { rm } from "node:fs/promises";
import { listsOf, readAll } from "../../feed/chat-reads.ts";
import { byInstant, instantOf } from "../../lists/instant.ts";
import { at, type Row } from "../../lists/page.ts";
import { isPlain } from "../../operation/values.ts";
import { agentFrom, type Common } from "../client.ts";
import { stopAfter } from "../stop.ts";
import type { Texts } from "../texts/language.ts";
import { type Done, keep, load } from "./checkpoint.ts";
import { type Columns, type Format, field, formatFor } from "./format.ts";
import { type Output, openOutput, standardOutput } from "./output.ts";
import { type Progress, progressFor } from "./progress.ts";
import { summarize } from "./summary.ts";

/** The columns of a CSV of messages, each with its chat. */
export const columns: Columns<Row> = {
  chat_id: field("chat", "id"),
  channel: field("chat", "channel_type"),
  customer: field("chat", "customer", "name"),
  id: field("id"),
  created_at: field("created_at"),
  sender: field("sender_type"),
  type: field("message_type"),
  status: field("status"),
  text: field("content"),
  media: (message) =>
    ["image", "video", "audio", "document"].map((kind) => at(message, ["metadata", `${kind}Url`])).find(isPlain),
};

/** Those without a time come last. */
const byTime = byInstant((message: Row) => instantOf(message.created_at));

const nothing: Done = { bytes: 0, messages: 0, chats: [], cut: [] };

/** Where an export of messages goes. */
export interface Destination {
  /** The file; `undefined` for standard output. */
  readonly file: string | undefined;
  readonly format: Format<Row>;
  /** Whether to resume after the chats that an earlier run completed. */
  readonly isResumed: boolean;
}

/** Where the checkpoint of a file is. */
const checkpointOf = (file: string) => `${file}.checkpoint`;

/** Opens an export after what an earlier run completed; from the start without a checkpoint or without the file. */
async function openExport({ file, isResumed }: Destination, t: Texts): Promise<{ output: Output; done: Done }> {
  if (file === undefined) return { output: standardOutput, done: nothing };
  const done = isResumed ? await load(checkpointOf(file), t) : undefined;
  const output = await openOutput(file, done?.bytes);
  if (done && output.bytes > 0) return { output, done };
  // It does not describe the file that is written from now on.
  await rm(checkpointOf(file), { force: true });
  return { output, done: nothing };
}

/**
 * Writes the messages of all chats, chat by chat, sorted by time. Until a file is complete, a checkpoint beside it lists the
 * complete chats: a resumed export does not read them again, and lacks messages that came in them later.
 *
 * @throws Error like every call; a file can then be resumed
 */
export async function exportMessages(
  agent: unknown,
  to: Destination,
  progress: Progress,
  t: Texts,
  signal?: AbortSignal,
): Promise<Done & { readonly hasAllChats: boolean }> {
  const { file, format } = to;
  const lists = listsOf("messages export", agent);
  let { output, done } = await openExport(to, t);
  let isComplete = false;
  let kept = performance.now();
  const save = async () => {
    if (file === undefined) return;
    await output.sync();
    await keep(checkpointOf(file), done);
    kept = performance.now();
  };
  try {
    if (done.bytes === 0) await output.write(format.header);
    const chats = await readAll(lists.chats, {}, { signal });
    progress.part(done.chats.length, chats.items.length);
    for (const chat of chats.items) {
      // Another description may have numbers as ids.
      const [chatId, id] = [chat.id, String(chat.id)];
      if (chatId === undefined || done.chats.includes(id)) continue;
      const { items, whole } = await readAll(lists.messages, { chatId }, { signal }, progress.add);
      await output.write(format.linesOf(items.sort(byTime).map((message) => ({ ...message, chat }))));
      done = {
        bytes: output.bytes,
        messages: done.messages + items.length,
        chats: [...done.chats, id],
        cut: whole ? done.cut : [...done.cut, id],
      };
      progress.part(done.chats.length, chats.items.length);
      if (performance.now() - kept > 1000) await save();
    }
    isComplete = true;
    return { ...done, hasAllChats: chats.whole };
  } catch (error) {
    // If this fails, too, the previous checkpoint is still valid.
    await save().catch(() => {});
    throw error;
  } finally {
    await output.close(isComplete);
    if (isComplete && file !== undefined) await rm(checkpointOf(file), { force: true });
  }
}

/** `messages export`: writes all messages of an agent's chats. */
export async function exportAllMessages(
  file: string | undefined,
  { baseUrl, json, session, resume = false }: Common & { session: string; resume?: boolean },
  t: Texts,
): Promise<number> {
  if (resume && file === undefined) throw new Error(t("resumeNeedsFile"));
  const agent = await agentFrom(session, { baseUrl }, t);
  const progress = progressFor("messages", file, t);
  const to = { file, format: formatFor(columns, file, json), isResumed: resume };
  const signal = stopAfter();
  const exporting = exportMessages(agent, to, progress, t, signal).finally(() => {
    progress.end();
    if (signal.aborted && file !== undefined) process.stderr.write(`${t("resumable")}\n`);
  });
  const { messages, chats, cut, hasAllChats } = await exporting;
  const lists = [...cut.map((id) => t("chat", { id })), ...(hasAllChats ? [] : [t("listOfChats")])];
  const warning = lists.length === 0 ? undefined : t("incompleteLists", { lists: lists.join(", ") });
  return summarize({ noun: "messages", count: messages, chats: chats.length, warning }, t, json);
}
