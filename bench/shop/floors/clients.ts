import { Pool } from 'undici';
import { type LeanConnection, openConnection, postRequest } from '../../wire/client.ts';

/** Posts a JSON text to a path of the subgraphs and answers the JSON text that comes back. */
export type Post = (path: string, body: string) => Promise<string>;

/** Most connections to the subgraphs. */
const CONNECTIONS = 64;

/** The HTTP client that the product uses, by its lowest interface. */
export function undiciPost(port: number): Post {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return (path, body) =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      pool.dispatch(
        { path, method: 'POST', headers, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: () => undefined,
          onResponseData: (_controller, chunk) => {
            chunks.push(chunk);
          },
          onResponseEnd: () => resolve(textOf(chunks)),
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
}

function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first.toString() : Buffer.concat(chunks).toString();
}

/** As little client as possible: what undici costs can be seen beside it. */
export function leanPost(port: number): Post {
  const free: LeanConnection[] = [];
  const waiting: ((connection: LeanConnection) => void)[] = [];
  let open = 0;
  const take = async (): Promise<LeanConnection> => {
    const connection = free.pop();
    if (connection !== undefined) return connection;
    if (open >= CONNECTIONS) return await new Promise((resolve) => waiting.push(resolve));
    open += 1;
    return await openConnection(port);
  };
  const giveBack = (connection: LeanConnection): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(connection);
    else next(connection);
  };
  return async (path, body) => {
    const connection = await take();
    const answer = await connection.send(postRequest(port, path, body));
    giveBack(connection);
    return answer.body.toString();
  };
}
