import { createHash } from 'node:crypto';
import { coordinate } from '../../contract/element-directives.ts';
import { isSealed, openKey } from '../../contract/sealed-key.ts';
import { SUBJECT_KEYS, subjectName } from '../../contract/subject-pass.ts';
import {
  type CachedEntity,
  type CacheScope,
  canonicalKey,
  canonicalText,
  type EntityCache,
} from '../cache/index.ts';
import type { SubjectGate } from '../conditions/index.ts';
import { AskedEntities, type Kept, type KeptPart, keptIn, type SourcedAnswer } from './asked-entities.ts';
import type { CompiledCall } from './compile-plan.ts';
import type { Database } from './database.ts';
import type { GrantIssuer } from './grants.ts';
import type { Representation } from './representations.ts';
import type { ExecutionRequest } from './request.ts';
import type { DatabaseCall } from './run-plan.ts';

/** What keeping entities between requests needs. */
export interface KeptEntitiesOptions {
  readonly cache: EntityCache;
  readonly grants: Pick<GrantIssuer, 'linkKey' | 'classOf'>;
  /** Name of the composed graph: another graph shares nothing. */
  readonly generation: string;
  /** Whether these fields, by their names, are a key of a type in a database. */
  readonly resolves: (database: string, type: string, key: string) => boolean;
}

/** Calls a database, but not for what is kept from other requests; throws what the database's own call throws. */
export interface KeptEntities {
  call(
    database: Pick<Database, 'call'>,
    request: ExecutionRequest,
    made: DatabaseCall,
  ): Promise<SourcedAnswer>;
}

/**
 * Calls a database for entities, but for those that are kept from other requests. Nothing that is kept is told that
 * the present grant would not allow: what a grant says is part of its name, whoever may not be read now is not looked
 * for, and nothing is used that links to somebody who must not be found now.
 */
export function createKeptEntities({
  cache,
  grants,
  generation,
  resolves,
}: KeptEntitiesOptions): KeptEntities {
  /** By position, the keys of those that may be looked for: whoever may not be read now is not among them. */
  async function keysToLookFor(
    { policy, subject }: ExecutionRequest,
    gate: SubjectGate,
    { database }: CompiledCall,
    { lifetime: { type }, representations }: KeptPart,
  ): Promise<ReadonlyMap<number, string>> {
    const linkKey = grants.linkKey(policy, subject);
    const known = representations.flatMap((representation, position) => {
      const key = openedKey(representation, type, linkKey);
      const subjects = key && subjectsOf(type, key);
      if (key === undefined || subjects === undefined) return [];
      // What has more than a key was asked with inputs (`@requires`), and is another answer for other inputs.
      return resolves(database, type, Object.keys(key).join(' ')) ? [{ position, key, subjects }] : [];
    });
    const verdicts = await gate.verdicts(
      database,
      known.flatMap(({ subjects }) => subjects),
    );
    const isReadable = (name: string): boolean => verdicts.get(name) === 'read';
    return new Map(
      known
        .filter(({ subjects }) => subjects.every(isReadable))
        .map(({ position, key }) => [position, canonicalKey(key)]),
    );
  }

  function scopeOf(
    { policy, subject }: ExecutionRequest,
    { call, variables }: DatabaseCall,
    { entities, lifetime }: KeptPart,
  ): CacheScope {
    const { [entities.variable]: _representations, ...others } = variables;
    return {
      generation,
      database: call.database,
      type: lifetime.type,
      selection: selectionOf(call),
      // As a digest: clients choose these values, and names are remembered.
      arguments: digest(canonicalText(others)),
      rowClass: grants.classOf(policy, call.database, subject),
      maxAgeSeconds: lifetime.maxAgeSeconds,
    };
  }

  return {
    async call(database, request, made) {
      const part = keptPart(made);
      const { gate } = request;
      // Without a gate nobody has said whose records may be read, and the database is not even asked.
      if (part === undefined || gate === undefined) return await database.call(request, made);
      const keys = await keysToLookFor(request, gate, made.call, part);
      if (keys.size === 0) return await database.call(request, made);
      const looked = [...keys.keys()];
      const asked = new AskedEntities(database, request, made, part);
      const [found] = await Promise.all([
        cache.through(scopeOf(request, made, part), [...keys.values()], (missing) =>
          asked.load(missing.flatMap((index) => looked[index] ?? [])),
        ),
        asked.load([...part.representations.keys()].filter((position) => !keys.has(position))),
      ]);
      const others = new Map(looked.map((position, index) => [position, found[index]]));
      for (const position of asked.loaded.keys()) others.delete(position);
      const usable = await usableNow(gate, made.call, others);
      await asked.load([...others.keys()].filter((position) => !usable.has(position)));
      return asked.answerWith(usable);
    },
  };
}

/** Of what others have loaded, what may be told now: nothing that links to somebody who must not be found. */
async function usableNow(
  gate: SubjectGate,
  { database }: CompiledCall,
  found: ReadonlyMap<number, CachedEntity | undefined>,
): Promise<ReadonlyMap<number, Kept>> {
  const names = [...found.values()].flatMap((entity) => entity?.linked ?? []);
  const verdicts = await gate.verdicts(database, names);
  const mayBeFound = (name: string): boolean => (verdicts.get(name) ?? 'hidden') !== 'hidden';
  return new Map(
    [...found].flatMap(([position, entity]) => {
      const kept = keptIn(entity);
      return kept !== undefined && entity?.linked.every(mayBeFound) === true
        ? [[position, kept] as const]
        : [];
    }),
  );
}

function keptPart({ call, representations }: DatabaseCall): KeptPart | undefined {
  const [entities, ...others] = call.entities;
  if (entities?.lifetime === undefined || others.length > 0) return undefined;
  const list = representations.get(entities.variable) ?? [];
  return { entities, lifetime: entities.lifetime, representations: list };
}

/** The fields of a key in clear; `undefined` when it is another type's, nested, or sealed under another link key. */
function openedKey(
  { __typename, ...fields }: Representation,
  type: string,
  linkKey: string,
): Readonly<Record<string, unknown>> | undefined {
  if (__typename !== type) return undefined;
  const opened: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const clear = isSealed(value) ? openKey(linkKey, coordinate(type, name), value) : value;
    if (clear === undefined || typeof clear === 'object') return undefined;
    opened[name] = clear;
  }
  return opened;
}

/**
 * Names of the subjects whose record an entity is: one, or none where records of the type are about nobody; `undefined`
 * when the key does not say.
 */
function subjectsOf(type: string, key: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const field = SUBJECT_KEYS[type];
  if (field === undefined) return [];
  const subject = key[field];
  return typeof subject === 'string' ? [subjectName(type, subject)] : undefined;
}

const selections = new WeakMap<CompiledCall, string>();

function selectionOf(call: CompiledCall): string {
  const known = selections.get(call) ?? digest(call.query);
  selections.set(call, known);
  return known;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
