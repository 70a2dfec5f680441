import { openConnection, postRequest } from '../wire/client.ts';

/** The grant for a database, as it was given out not long ago. */
export type GrantFor = (database: string) => Promise<string>;

type Grants = Readonly<Record<string, string>>;

/** Half of what a grant lives. */
const KEEP_MS = 30_000;

/** Fetches static grants from the desk at this port, and again when they have grown old. */
export function grantsFrom(port: number): GrantFor {
  let kept: Promise<Grants> | undefined;
  let until = 0;
  return async (database) => {
    if (kept === undefined || until <= Date.now()) {
      kept = fetchGrants(port);
      until = Date.now() + KEEP_MS;
    }
    return (await kept)[database] ?? '';
  };
}

async function fetchGrants(port: number): Promise<Grants> {
  const connection = await openConnection(port);
  try {
    const { body } = await connection.send(postRequest(port, '/', ''));
    return JSON.parse(body.toString()) as Grants;
  } finally {
    connection.close();
  }
}
