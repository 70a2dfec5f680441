import { type FieldNode, isObjectType } from 'graphql';
import { databaseOf, lackingElements, type Requirement } from '../../contract/elements.ts';
import { type UsedVariables, usedArguments } from '../../contract/used-inputs.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import { type DecisionGraph, type FieldFacts, indexOf } from './decision-graph.ts';
import { grantedAlternative, type Withholding } from './shape.ts';

/** What is decided about one field of one object type. */
export interface Decision {
  /** `undefined` is granted. */
  readonly withheld: Withholding | undefined;
  /** Elements that it discloses when granted, those of its arguments among them. */
  readonly elements: readonly string[];
  /** Of these, what its arguments search or order by. */
  readonly searched: readonly string[];
}

/** A decision that holds for some of the runtime types behind an interface. */
export interface DecisionForTypes {
  readonly types: ReadonlySet<string>;
  readonly decision: Decision;
}

/** Decides fields for one grant and the inputs of one request; each field without arguments once. */
export class Decider {
  readonly #graph: DecisionGraph;
  readonly #grant: PolicyGrant;
  readonly #variables: UsedVariables;
  readonly #known = new Map<string, Decision>();

  constructor(graph: DecisionGraph, grant: PolicyGrant, variables: UsedVariables) {
    this.#graph = graph;
    this.#grant = grant;
    this.#variables = variables;
  }

  /**
   * Decides a selected field for each runtime type that it may have here, by that object type's own requirement: what
   * composition writes on an interface is the sum of all of them. Types that are decided alike stand together.
   */
  decide(node: FieldNode, facts: FieldFacts, types: ReadonlySet<string>): readonly DecisionForTypes[] {
    const [only] = types;
    if (only !== undefined && types.size === 1)
      return [{ types, decision: this.#decideFor(only, node, facts) }];
    const alike = new Map<string, { types: Set<string>; decision: Decision }>();
    for (const type of types) {
      const decision = this.#decideFor(type, node, facts);
      const name = nameOf(decision);
      const group = alike.get(name);
      if (group === undefined) alike.set(name, { types: new Set([type]), decision });
      else group.types.add(type);
    }
    return [...alike.values()];
  }

  #decideFor(type: string, node: FieldNode, selected: FieldFacts): Decision {
    const facts = selected.owner === type ? selected : this.#factsOf(type, selected);
    if (facts.definition.args.length > 0) return this.#decision(type, node, facts);
    const coordinate = facts.owner === type ? facts.coordinate : `${type}.${facts.definition.name}`;
    const known = this.#known.get(coordinate);
    if (known !== undefined) return known;
    const decision = this.#decision(type, node, facts);
    this.#known.set(coordinate, decision);
    return decision;
  }

  /** The field as the object type has it: its arguments and their defaults may differ from the interface's. */
  #factsOf(type: string, selected: FieldFacts): FieldFacts {
    const object = this.#graph.schema.getType(type);
    const own = isObjectType(object)
      ? indexOf(this.#graph).field(object, selected.definition.name)
      : undefined;
    return own ?? selected;
  }

  #decision(type: string, node: FieldNode, { definition }: FieldFacts): Decision {
    const { policy } = this.#graph;
    const field = definition.name;
    const own = policy.fieldRequirement(type, field);
    const lacking = this.#lacking(own === undefined ? [] : [own]);
    if (lacking.length > 0) return this.#withheld(lacking, undefined);
    const searches: Requirement[] = [];
    for (const [argument, inputs] of usedArguments(definition, node, this.#variables)) {
      const requirements = [
        policy.argumentRequirement(type, field, argument),
        ...[...inputs].map((input) => policy.inputRequirement(input)),
      ].filter((requirement) => requirement !== undefined);
      const missing = this.#lacking(requirements);
      if (missing.length > 0) return this.#withheld(missing, argument);
      searches.push(...requirements);
    }
    const granted = (requirement: Requirement) => grantedAlternative(requirement, this.#grant.elements);
    const searched = searches.flatMap(granted);
    const elements = [...(own === undefined ? [] : granted(own)), ...searched];
    return { withheld: undefined, elements: [...new Set(elements)], searched: [...new Set(searched)] };
  }

  /** What is lacking for all of these together. */
  #lacking(requirements: readonly Requirement[]): readonly string[] {
    return [...new Set(requirements.flatMap((one) => lackingElements(one, this.#grant.elements)))];
  }

  #withheld(lacking: readonly string[], argument: string | undefined): Decision {
    const hasAgreement = lacking.every((element) => {
      const terms = this.#grant.terms.get(databaseOf(element));
      return terms !== undefined && terms.agreements.length > 0;
    });
    const rule = hasAgreement ? 'element-not-granted' : 'no-agreement';
    return { withheld: { rule, argument, lacking }, elements: [], searched: [] };
  }
}

function nameOf({ withheld, elements, searched }: Decision): string {
  return withheld === undefined
    ? `${elements.join()} ${searched.join()}`
    : `${withheld.rule} ${withheld.argument ?? ''} ${withheld.lacking.join()}`;
}
