import { Refusal } from '../../contract/refusal.ts';
import type { Governance, PolicyGrant } from '../../governance/index.ts';
import { type DecisionGraph, type PermittedOperation, permitOperation } from '../authorization/index.ts';
import { type Caller, choosePurpose, purposeRequired } from '../identity/index.ts';
import type { CostModel } from '../protection/index.ts';
import { describeElement, requiredHeaders } from './described.ts';
import type { OwnContext, OwnFields, OwnGraph } from './own-fields.ts';
import { type Part, splitOperation } from './parts.ts';
import { type FieldPreview, previewFields } from './preview-fields.ts';
import { type OperationQuestion, type PreviewedOperation, readOperation } from './preview-operation.ts';
import { previewOwn } from './preview-own.ts';

const TYPE_DEFS = /* GraphQL */ `
  extend type Query {
    """
    What a request with this operation would get, field by field, decided as the request itself would be (tra cứu
    trước quyền khai thác). Nothing is looked up: no personal data is touched, and none needs to be sent.
    """
    accessPreview(
      """The operation as a GraphQL document (câu truy vấn)."""
      operation: String!
      """Which one, when the document has several operations (tên truy vấn)."""
      operationName: String
      """One of the token's purposes; that of the request when left out (mục đích khai thác)."""
      purpose: String
      """
      Values of the operation's variables (biến); only those that decide @skip and @include matter, the others may be
      left out.
      """
      variables: AccessVariables
    ): AccessPreview
  }

  """A JSON object with values by the names of variables (đối tượng JSON)."""
  scalar AccessVariables

  """What an operation would get (kết quả tra cứu trước)."""
  type AccessPreview {
    """The purpose for which it was decided (mục đích khai thác)."""
    purpose: String!
    """Whether no field is withheld, so that On-Withheld: reject would answer as well (được cấp đủ quyền)."""
    complete: Boolean!
    """Headers that the request needs (tiêu đề bắt buộc)."""
    headers: [AccessHeader!]!
    """
    Every field that the request would be answered at, in the operation's order (từng trường dữ liệu). Fields below a
    withheld one are not asked for any more and do not stand here.
    """
    fields: [FieldPreview!]!
    """
    The smallest grant that the whole operation lacks, fields below withheld ones included (quyền còn thiếu).
    """
    lacking: [AccessElement!]!
    """What the operation costs, by the rule that refuses requests which cost too much (chi phí truy vấn)."""
    cost: OperationCost!
  }

  """
  What an operation costs: about as much as the records that it could read (chi phí truy vấn). The graph states it with
  @cost and @listSize; whether fields are withheld changes nothing.
  """
  type OperationCost {
    """The cost; 2147483647 stands for anything larger (chi phí)."""
    requested: Int!
    """The most that one request may cost (mức tối đa)."""
    limit: Int!
    """Whether the request would not be refused for its cost (trong mức cho phép)."""
    withinLimit: Boolean!
    """Response keys of the place where at least half of the cost lies (phần tốn nhất)."""
    heaviest: [String!]!
    """What would let the request pass; null when it passes (cách khắc phục)."""
    wouldSuffice: String
    """
    Variables that decide the cost and were left out (biến chưa có giá trị): a page is then taken to be of its usual
    size, a list of keys as long as it may be.
    """
    assumes: [String!]!
  }

  """What is decided about a field before anything is looked up (quyết định)."""
  enum FieldDecision {
    """The request gets the value if there is one (được cấp quyền)."""
    GRANTED
    """Granted for records that meet the conditions (được cấp quyền có điều kiện)."""
    CONDITIONAL
    """Not granted (không được cấp quyền)."""
    WITHHELD
  }

  """What an operation would get at one field (kết quả tra cứu của một trường)."""
  type FieldPreview {
    """Response keys from the root; @ stands for the items of a list (đường dẫn)."""
    path: [String!]!
    """Type and name of the field, such as Citizen.birthDate (vị trí trong lược đồ)."""
    coordinate: String!
    """The decision (quyết định)."""
    decision: FieldDecision!
    """Conditions about the record; none unless the decision is CONDITIONAL (điều kiện về bản ghi)."""
    conditions: [AccessCondition!]!
    """Rule that withholds the field: no-agreement or element-not-granted (quy tắc)."""
    rule: String
    """The argument that needs more than is granted; null when the field itself does (tham số)."""
    argument: String
    """The smallest set of elements that is lacking, each with the provision that restricts it (phần tử còn thiếu)."""
    lacking: [AccessElement!]!
    """What would change the decision (cách khắc phục)."""
    wouldSuffice: String
  }

  """A condition about the record (điều kiện về bản ghi)."""
  type AccessCondition {
    """The condition (điều kiện)."""
    rule: RecordRule!
    """Databases whose agreements make it (cơ sở dữ liệu)."""
    databases: [String!]!
  }

  """What a record must be like, so that a granted element of it is released (quy tắc về bản ghi)."""
  enum RecordRule {
    """The person lives in the territory of the agency (thuộc địa bàn quản lý)."""
    JURISDICTION
    """It is the citizen who asks, or a minor whom the citizen represents (chính chủ thể)."""
    OWN_RECORD
    """It is a party to the open case that the request names (các bên trong hồ sơ)."""
    CASE_PARTY
    """The person has consented, for this agency and purpose (sự đồng ý của chủ thể dữ liệu)."""
    CONSENT
    """The person is not protected beyond the agreement (người được bảo vệ)."""
    PROTECTION
    """The person is neither the officer, nor of their household or close family (xung đột lợi ích)."""
    CONFLICT_OF_INTEREST
    """The person is alive (người đã chết)."""
    DECEASED
    """The person is among those of the declared emergency (trường hợp khẩn cấp)."""
    EMERGENCY_LIMIT
    """The quota of the agreement is not used up (hạn mức khai thác)."""
    QUOTA
  }
`;

/** What previewing runs on. */
export interface PreviewParts {
  /** The graph that requests are decided on. */
  readonly graph: DecisionGraph;
  /** The schema that requests are read with; not there yet while the own fields are being put together. */
  readonly ownGraph: () => OwnGraph;
  /** By which requests are refused that cost too much. */
  readonly costs: CostModel;
}

interface PreviewArguments extends OperationQuestion {
  readonly purpose?: string | null;
}

/** Most previews in one request: each one costs as much as deciding a request, or several. */
const MOST_PREVIEWS = 3;

/** `accessPreview`: what a request would get, decided by the very function that decides requests. */
export function accessPreviewFields(parts: PreviewParts): OwnFields {
  const asked = new WeakMap<OwnContext, number>();
  const countPreview = (context: OwnContext): void => {
    const count = (asked.get(context) ?? 0) + 1;
    asked.set(context, count);
    if (count <= MOST_PREVIEWS) return;
    throw new Refusal('OPERATION_TOO_COMPLEX', `The request asks for more than ${MOST_PREVIEWS} previews.`, {
      expected: `at most ${MOST_PREVIEWS} previews in one request`,
    });
  };
  return {
    typeDefs: TYPE_DEFS,
    query: {
      accessPreview(args: PreviewArguments, context) {
        countPreview(context);
        return preview(parts, args, context);
      },
    },
  };
}

/** @throws Refusal for a purpose that is not the token's, and as {@link readOperation} */
function preview(parts: PreviewParts, question: PreviewArguments, { caller, governance }: OwnContext) {
  const purpose = purposeOf(question, caller, governance);
  const grant = governance.grantFor(caller.agency, purpose, caller.on);
  const asked = readOperation(parts.ownGraph().schema, question);
  const { graph, ...ours } = splitOperation(parts.ownGraph(), asked.document, asked.operation);
  const decided = graph && decideFields(parts.graph, graph, asked, { grant, governance });
  const fields = previewOwn(parts.ownGraph(), ours, asked, decided?.fields ?? []);
  const lacking = decided?.lacking ?? [];
  return {
    purpose,
    complete: lacking.length === 0,
    headers: graph === undefined ? [] : requiredHeaders(grant, caller.purposes),
    fields: fields.map((field) => describeField(field, grant, governance)),
    lacking: lacking.map((name) => describeElement(name, governance)),
    cost: costOf(parts, asked),
  };
}

/** The cost of the whole operation, as the request would be asked for it. */
function costOf({ costs, ownGraph }: PreviewParts, { document, operation, variables }: PreviewedOperation) {
  const { isWithinLimit, ...cost } = costs.preview(ownGraph().schema, document, operation, variables);
  return { ...cost, withinLimit: isWithinLimit };
}

function purposeOf({ purpose }: PreviewArguments, caller: Caller, governance: Governance): string {
  const stated = purpose ?? (caller.purpose === '' ? undefined : caller.purpose);
  const chosen = choosePurpose(stated, caller.purposes, governance);
  if (chosen === undefined) throw purposeRequired(caller.purposes);
  return chosen;
}

/**
 * Decides for the grant that there is; then for one that has what was lacking, until nothing is: fields below a
 * withheld one lack elements as well.
 */
function decideFields(
  graph: DecisionGraph,
  part: Part,
  asked: PreviewedOperation,
  { grant, governance }: { readonly grant: PolicyGrant; readonly governance: Governance },
): { readonly fields: readonly FieldPreview[]; readonly lacking: readonly string[] } {
  const { variables } = asked;
  const { schema } = graph;
  const decide = (given: PolicyGrant): readonly FieldPreview[] =>
    previewFields(decideAs(graph, part, asked, given).shape, { schema, variables, grant: given, governance });
  const fields = decide(grant);
  const lacking = new Set<string>();
  for (
    let found = fields;
    ;
    found = decide({ ...grant, elements: new Set([...grant.elements, ...lacking]) })
  ) {
    const more = found.flatMap(({ withholding }) => withholding?.lacking ?? []);
    if (more.every((element) => lacking.has(element))) return { fields, lacking: [...lacking].sort() };
    for (const element of more) lacking.add(element);
  }
}

/**
 * The one place where previews are decided: by the function that decides requests. What a required variable would carry
 * is not known when it is left out; then every variable counts as using all that it could carry.
 */
function decideAs(
  graph: DecisionGraph,
  { document, operation }: Part,
  { variables, isOpen }: PreviewedOperation,
  grant: PolicyGrant,
): PermittedOperation {
  return permitOperation(graph, document, operation, grant, isOpen ? undefined : variables);
}

function describeField(field: FieldPreview, { agency, purpose }: PolicyGrant, governance: Governance) {
  const { withholding, ...decided } = field;
  if (withholding === undefined) return { ...decided, lacking: [] };
  const { rule, argument, lacking } = withholding;
  return {
    ...decided,
    rule,
    argument,
    lacking: lacking.map((name) => describeElement(name, governance)),
    wouldSuffice: `an agreement for ${agency} and ${purpose} on the elements under "lacking"`,
  };
}
