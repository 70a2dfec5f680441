import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { type DocumentNode, parse } from 'graphql';

/** The databases of the world in which two executors are compared. */
export const NAMES = ['people', 'registry', 'business', 'land', 'tax', 'travel'] as const;

const HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [
  "@key", "@requires", "@external", "@provides", "@shareable", "@interfaceObject", "@override", "@inaccessible"
])\n`;

/** Their schemas. */
export const SCHEMAS: ReadonlyMap<string, DocumentNode> = new Map(
  NAMES.map((name) => [
    name,
    parse(HEADER + readFileSync(new URL(`./graph/${name}.graphql`, import.meta.url), 'utf8')),
  ]),
);

/** Composes them. */
export function composeWorld(): string {
  const services = [...SCHEMAS].map(([name, typeDefs]) => ({ name, url: `http://${name}.test`, typeDefs }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'The world does not compose.');
  return supergraphSdl;
}
