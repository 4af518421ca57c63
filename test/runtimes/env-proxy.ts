import { execFile } from "node:child_process";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";

const run = promisify(execFile);

/** How long one message may take, in milliseconds: far beyond what it takes. */
const patience = 90_000;

/**
 * Sends a message with `NODE_USE_ENV_PROXY` and `HTTP_PROXY`, through a proxy that forwards or tunnels. Returns what is
 * not as it must be, a line each.
 */
export async function missesOfEnvProxy(program: string, folder: string): Promise<string[]> {
  const hosts: string[] = [];
  const answer: RequestListener = ({ headers }, response) => {
    hosts.push(headers.host ?? "");
    response.end('{"success":true,"messageId":"wamid.proxied"}');
  };
  const server = createServer(answer);
  const proxy = createServer(answer);
  proxy.on("connect", (_request, socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    server.emit("connection", socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  // The cast: an address of TCP.
  const { port } = proxy.address() as AddressInfo;
  const env = { PATH: process.env.PATH, HOME: folder, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: `http://127.0.0.1:${port}` };
  const { stdout } = await run(program, ["proxied.mjs"], { cwd: folder, env, timeout: patience });
  proxy.closeAllConnections();
  proxy.close();
  const found = `${stdout.trim()} through ${hosts}`;
  const wanted = "wamid.proxied through api.example.test";
  return found === wanted ? [] : [`expected "${wanted}", got "${found}"`];
}
