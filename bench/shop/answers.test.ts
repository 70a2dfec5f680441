import { describe, expect, it } from 'vitest';
import { createAnswerDesk } from './answers.ts';

const USER = { query: '{ user(id: "2") { name } }' };
const ENTITY = {
  query: 'query($r:[_Any!]!){_entities(representations:$r){...on User{username}}}',
  variables: { r: [{ __typename: 'User', id: '3' }] },
};

async function ask(body: unknown): Promise<{ readonly json: unknown; readonly operations: number }> {
  const { response, operations } = await createAnswerDesk('accounts').answer(JSON.stringify(body));
  return { json: JSON.parse(response.toString().split('\r\n\r\n')[1] ?? ''), operations };
}

describe('a subgraph of the shop', () => {
  it('answers one operation with one answer', async () => {
    expect(await ask(USER)).toEqual({ json: { data: { user: { name: 'Minh Quân' } } }, operations: 1 });
  });

  it('answers an array with an array, in its order, each as if it came alone', async () => {
    const alone = await Promise.all([USER, ENTITY, USER].map(async (one) => (await ask(one)).json));
    expect(await ask([USER, ENTITY, USER])).toEqual({ json: alone, operations: 3 });
  });

  it('lets one failing operation of an array fail alone', async () => {
    const { json } = await ask([{ query: '{ nobody }' }, USER]);
    expect(json).toEqual([
      { errors: [expect.objectContaining({ message: expect.stringContaining('nobody') })] },
      { data: { user: { name: 'Minh Quân' } } },
    ]);
  });

  it('knows what it has answered before', async () => {
    const desk = createAnswerDesk('accounts');
    const body = JSON.stringify(USER);
    expect(desk.known(body)).toBeUndefined();
    const first = await desk.answer(body);
    expect(desk.known(body)).toEqual(first);
  });
});
