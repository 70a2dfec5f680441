import { type Mutant, mutantsOf } from '../mutant.ts';

/** Which inputs an operation uses: a filter is a read. */
export const INPUTS: readonly Mutant[] = mutantsOf(
  'contract/used-inputs.ts',
  ['contract/used-inputs.test.ts'],
  [
    {
      name: 'a variable that is null counts as none',
      text: 'Object.hasOwn(values, name) && values[name] !== undefined',
      by: 'Object.hasOwn(values, name) && values[name] != null',
    },
    {
      name: "a variable's default is no use of its inputs",
      text: 'else if (defaultValue !== undefined) fields.ofLiteral(type, defaultValue);',
      by: '',
    },
    {
      name: "an argument's default is no use of it",
      text: 'else if (defaultValue !== undefined && defaultValue !== null) fields.ofValue(type, defaultValue);',
      by: '',
    },
    {
      name: 'input fields inside a variable are not used',
      text: 'for (const field of this.#variables.get(node.name.value) ?? []) this.used.add(field);',
      by: '',
    },
    {
      name: 'one literal where a list belongs is not used',
      text: 'node.kind === Kind.LIST ? node.values : [node]',
      by: 'node.kind === Kind.LIST ? node.values : []',
    },
    {
      name: 'one value where a list belongs is not used',
      text: 'Array.isArray(value) ? value : [value]',
      by: 'Array.isArray(value) ? value : []',
    },
    {
      name: 'input fields below an input field of a literal are not used',
      text: '          this.ofLiteral(field.type, value);\n',
      by: '',
    },
    {
      name: 'input fields below an input field of a variable are not used',
      text: '          this.ofValue(field.type, given);\n',
      by: '',
    },
    {
      name: 'an unknown variable is taken to carry only the first level of what it could',
      text: '      this.everything(field.type);\n',
      by: '',
    },
    {
      name: 'the default of an input field selects without being used',
      text: '    this.used.add(`${type}.${field.name}`);\n    this.ofValue(field.type, field.defaultValue);\n',
      by: '',
    },
    {
      name: 'what was decided with a field skipped holds with the field asked for',
      text: 'if (isSwitch) key += `${name}=${String(values[name])};`;',
      by: "if (isSwitch) key += '';",
    },
    {
      name: 'what was decided for some input fields holds for others',
      text: 'key += `${name}:${[...fields].sort().join()};`;',
      by: 'key += `${name}:;`;',
    },
    {
      name: 'what was decided without a variable holds with it',
      text: 'else if (!isNonNullType(type)) key += `${name}+;`;',
      by: 'else if (!isNonNullType(type)) key += `${name}-;`;',
    },
  ],
);
