import type { Agreement, Governance } from '../../governance/index.ts';
import type { Caller } from '../identity/index.ts';
import { describeElement, party, requiredHeaders } from './described.ts';
import type { OwnFields } from './own-fields.ts';

const TYPE_DEFS = /* GraphQL */ `
  extend type Query {
    """
    What the agreements let the caller read today, for each purpose of the token (phạm vi dữ liệu được khai thác).
    Discloses no personal data and needs neither officer nor case.
    """
    myAccess: MyAccess
  }

  """What the caller may read today (phạm vi được khai thác)."""
  type MyAccess {
    """The agency that asks; CITIZEN on a citizen's own token (cơ quan khai thác)."""
    agency: AccessParty!
    """
    Codes of the units whose residents are the agency's (địa bàn quản lý): two digits a province, five a commune;
    null when it is the whole country.
    """
    territory: [String!]
    """The purposes of the token (mục đích khai thác)."""
    purposes: [PurposeAccess!]!
  }

  """What the caller may read for one purpose (phạm vi được khai thác theo mục đích)."""
  type PurposeAccess {
    """Code of the purpose (mã mục đích)."""
    code: String!
    """Vietnamese name (tên tiếng Việt)."""
    nameVi: String
    """English name (tên tiếng Anh)."""
    nameEn: String
    """Provision that gives the purpose (căn cứ pháp lý)."""
    legalBasis: AccessLegalBasis
    """Headers that a request for this purpose needs (tiêu đề bắt buộc)."""
    headers: [AccessHeader!]!
    """Agreements that hold today (thỏa thuận chia sẻ đang có hiệu lực); none when nothing is granted."""
    agreements: [HeldAgreement!]!
  }

  """Whose residents an agreement covers (phạm vi địa bàn)."""
  enum AgreementTerritory {
    """The whole country (toàn quốc)."""
    NATIONAL
    """The territory of the agency that asks (địa bàn của cơ quan khai thác)."""
    OWN
  }

  """Whose records an agreement covers (phạm vi chủ thể dữ liệu)."""
  enum AgreementSubject {
    """Anybody within the territory (mọi chủ thể trong địa bàn)."""
    ANY
    """The citizen who asks, and minors whom the citizen represents (chính chủ thể)."""
    SELF
    """Parties to the open case that the request names (các bên trong hồ sơ)."""
    CASE_PARTY
  }

  """An agreement under which the caller reads a database (thỏa thuận chia sẻ dữ liệu)."""
  type HeldAgreement {
    """Id of the agreement (số thỏa thuận)."""
    id: String!
    """The database that is read (cơ sở dữ liệu)."""
    database: AccessParty!
    """The agency that provides the data (cơ quan cung cấp)."""
    provider: AccessParty!
    """Provision on which the agreement rests (căn cứ pháp lý)."""
    legalBasis: AccessLegalBasis!
    """Data elements that it grants (phần tử dữ liệu được chia sẻ)."""
    elements: [AccessElement!]!
    """The conditions in words, English (điều kiện khai thác)."""
    conditions: [String!]!
    """Whose residents may be read (phạm vi địa bàn)."""
    territory: AgreementTerritory!
    """Whose records may be read (phạm vi chủ thể)."""
    subject: AgreementSubject!
    """Whether the request must name the officer (yêu cầu nêu cán bộ)."""
    officerRequired: Boolean!
    """Whether the request must name the case (yêu cầu nêu mã hồ sơ)."""
    caseRequired: Boolean!
    """Whether the person must have consented (yêu cầu sự đồng ý)."""
    consentRequired: Boolean!
    """Whether records of the dead may be read (bao gồm người đã chết)."""
    deceasedIncluded: Boolean!
    """Highest grade of protection whose persons may be read; 0: nobody who is protected (cấp bảo vệ tối đa)."""
    protectedUpTo: Int!
    """The most distinct persons and enterprises within a day or a month (hạn mức); null when there is no limit."""
    quota: AgreementQuota
    """How often data is provided (tần suất): on-demand, daily, monthly or yearly."""
    frequency: String!
    """First day, YYYY-MM-DD (ngày bắt đầu)."""
    from: String!
    """Day of the next review, YYYY-MM-DD (ngày rà soát); null when it ends before one is due."""
    review: String
    """Last day, YYYY-MM-DD (ngày kết thúc); null when it has no end."""
    to: String
  }

  """The most distinct subjects within a time (hạn mức khai thác)."""
  type AgreementQuota {
    """Number of persons and enterprises (số chủ thể)."""
    subjects: Int!
    """day or month (ngày hoặc tháng)."""
    per: String!
  }
`;

/** `myAccess`: what the caller may read today, from the agreements that hold. */
export const MY_ACCESS_FIELDS: OwnFields = {
  typeDefs: TYPE_DEFS,
  query: { myAccess: (_args, { caller, governance }) => myAccess(caller, governance) },
};

function myAccess({ agency, purposes, on }: Caller, governance: Governance) {
  const registered = governance.agencies.get(agency);
  const held = governance.agreementsOf(agency, on);
  const jurisdiction = registered?.jurisdiction ?? 'national';
  return {
    agency: party(agency, registered),
    territory: jurisdiction === 'national' ? null : jurisdiction,
    purposes: purposes.map((code) => {
      const purpose = governance.purposes.get(code);
      return {
        code,
        nameVi: purpose?.nameVi,
        nameEn: purpose?.nameEn,
        legalBasis: purpose?.legalBasis,
        headers: requiredHeaders(governance.grantFor(agency, code, on), purposes),
        agreements: held
          .filter((agreement) => agreement.purposes.includes(code))
          .map((agreement) => describeAgreement(agreement, governance)),
      };
    }),
  };
}

const SUBJECTS = { any: 'ANY', self: 'SELF', 'case-party': 'CASE_PARTY' } as const;

function describeAgreement(agreement: Agreement, governance: Governance) {
  const { database, provider, elements, jurisdiction, subject, deceased } = agreement;
  return {
    ...agreement,
    database: party(database, governance.databases.get(database)),
    provider: party(provider, governance.agencies.get(provider)),
    elements: elements.map((element) => describeElement(element, governance)),
    conditions: conditionsInWords(agreement),
    territory: jurisdiction === 'own' ? 'OWN' : 'NATIONAL',
    subject: SUBJECTS[subject],
    deceasedIncluded: deceased === 'included',
  };
}

function conditionsInWords(agreement: Agreement): readonly string[] {
  const { jurisdiction, subject, deceased, protectedUpTo, quota, review, to } = agreement;
  const sentences: readonly (readonly [boolean, string])[] = [
    [jurisdiction === 'own', 'Only persons who live in the territory of the agency.'],
    [
      subject === 'self',
      'Only the record of the citizen who asks, and of minors whom the citizen represents.',
    ],
    [subject === 'case-party', 'Only parties to the open case that the request names.'],
    [agreement.officerRequired, 'The request names the officer.'],
    [agreement.caseRequired, 'The request names the case.'],
    [agreement.consentRequired, 'Only persons who have consented, for this agency and purpose.'],
    [deceased === 'excluded', 'No records of the dead.'],
    [
      subject !== 'self',
      protectedUpTo === 0
        ? 'No records of protected persons.'
        : `Of protected persons only those up to grade ${protectedUpTo}.`,
    ],
    [subject !== 'self', 'No records of the officer who asks, of their household and close family.'],
    [quota !== null, `At most ${quota?.subjects} persons and enterprises a ${quota?.per}.`],
    [review !== null, `Next review on ${review}.`],
    [to !== null, `Ends after ${to}.`],
  ];
  return sentences.flatMap(([applies, sentence]) => (applies ? [sentence] : []));
}
