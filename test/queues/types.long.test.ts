import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { driversFolder } from "../services/drivers.ts";
import { root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

// The engines' own types accept the settings, the processor and the handlers, without a cast.

const programs: Readonly<Record<string, string>> = {
  "BullMQ 6": `
import { Queue, Worker } from "bullmq";
import { Wipsy } from "wipsy-client";
import { type SendJobData, type SendResult, sendJobOptions, sendProcessor, sendWorkerOptions } from "wipsy-client/bullmq";
const wipsy = new Wipsy();
const connection = { host: "localhost" };
const queue = new Queue<SendJobData, SendResult>("messages", { connection, defaultJobOptions: sendJobOptions() });
await queue.add("send", { to: "+573001100001", message: "Hola" }, sendJobOptions({ jobId: "order-1", delay: 5 }));
// @ts-expect-error a message needs a text
await queue.add("send", { to: "+573001100001" });
const options = sendWorkerOptions(wipsy, { connection, perSecond: 2, concurrency: 4 });
const worker = new Worker<SendJobData, SendResult>("messages", sendProcessor(wipsy), options);
worker.on("completed", (_job, result) => console.log(result.state));
new Worker("messages", sendProcessor(wipsy), options);
`,
  "pg-boss 12": `
import { PgBoss } from "pg-boss";
import { Wipsy } from "wipsy-client";
import { type SendJobData, sendHandler, sendQueueOptions } from "wipsy-client/pg-boss";
const wipsy = new Wipsy();
const boss = new PgBoss("postgresql://localhost/shop");
await boss.createQueue("messages", sendQueueOptions(wipsy, { deadLetter: "failed" }));
await boss.updateQueue("messages", sendQueueOptions(wipsy));
const data: SendJobData = { to: "+573001100001", message: "Hola", idempotencyKey: "order-1" };
await boss.send("messages", data);
await boss.work("messages", sendHandler(wipsy, boss));
await boss.work("messages", { localConcurrency: 4 }, sendHandler(wipsy, boss));
`,
  "pg-boss 10": `
import PgBoss from "pg-boss-10";
import { Wipsy } from "wipsy-client";
import { type SendJobData, sendHandler, sendQueueOptions } from "wipsy-client/pg-boss";
const wipsy = new Wipsy();
const boss = new PgBoss("postgresql://localhost/shop");
await boss.createQueue("messages", { name: "messages", ...sendQueueOptions(wipsy, { deadLetter: "failed" }) });
const data: SendJobData = { to: "+573001100001", message: "Hola", idempotencyKey: "order-1" };
await boss.send("messages", data);
await boss.work("messages", sendHandler(wipsy, boss));
`,
};

test("the engines' types accept settings, processor and handlers", async () => {
  await using dir = await tempDir();
  await symlink(join(await driversFolder(), "node_modules"), join(dir.path, "node_modules"));
  await writeFile(join(dir.path, "package.json"), '{ "type": "module" }');
  const fileOf = (engine: string) => join(dir.path, `${engine}.ts`);
  for (const [engine, code] of Object.entries(programs)) await writeFile(fileOf(engine), code);
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  // The repository's examples compile against stand-ins for the engines.
  const { bullmq: _, "pg-boss": __, ...paths } = options.paths ?? {};
  const program = ts.createProgram(Object.keys(programs).map(fileOf), { ...options, paths, noUnusedLocals: false });
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
  expect(problems).toEqual([]);
});
