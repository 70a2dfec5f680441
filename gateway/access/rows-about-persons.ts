import { type GraphQLSchema, getNamedType, isAbstractType, isObjectType } from 'graphql';

const PERSON = 'Citizen';

/**
 * Whether a field gives a list, or a page of one, whose rows each name a person: members of an enterprise, say. Such a
 * row is not there when the person must not be found, so that the list itself is under a condition.
 *
 * @param coordinate type and name of the field, such as `Business.members`
 */
export function holdsRowsAboutPersons(schema: GraphQLSchema, coordinate: string): boolean {
  const [type = '', field = ''] = coordinate.split('.');
  const given = targetOf(schema, type, field);
  const edge = targetOf(schema, given, 'edges');
  const row = edge === '' ? given : targetOf(schema, edge, 'node');
  return fieldsOf(schema, row).some((name) => mayBePerson(schema, targetOf(schema, row, name)));
}

/** Name of the type behind a field, lists and non-null apart; empty where there is no such field. */
function targetOf(schema: GraphQLSchema, type: string, field: string): string {
  const owner = schema.getType(type);
  const found = isObjectType(owner) ? owner.getFields()[field] : undefined;
  return found === undefined ? '' : getNamedType(found.type).name;
}

function fieldsOf(schema: GraphQLSchema, type: string): readonly string[] {
  const owner = schema.getType(type);
  return isObjectType(owner) ? Object.keys(owner.getFields()) : [];
}

function mayBePerson(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name);
  if (type === undefined || !isAbstractType(type)) return name === PERSON;
  return schema.getPossibleTypes(type).some((possible) => possible.name === PERSON);
}
