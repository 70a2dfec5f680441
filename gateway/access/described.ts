import type { Agency, Database, Governance, LegalBasis, PolicyGrant } from '../../governance/index.ts';

/** Types that both answers, on what is granted and on what an operation would get, are made of. */
export const DESCRIBED_TYPES = /* GraphQL */ `
  """A provision of law (căn cứ pháp lý)."""
  type AccessLegalBasis {
    """The document by its number (số, ký hiệu văn bản)."""
    document: String!
    """The article (điều khoản); null where it is not known."""
    article: String
  }

  """An agency or a database (cơ quan, cơ sở dữ liệu) by key and names."""
  type AccessParty {
    """Key that tokens and agreements use (mã nội bộ)."""
    key: String!
    """Vietnamese name (tên tiếng Việt)."""
    nameVi: String
    """English name (tên tiếng Anh)."""
    nameEn: String
  }

  """An entry of the Shared Data Dictionary (mục từ điển dữ liệu dùng chung)."""
  type AccessElement {
    """Name of the data element: database, group, element (tên phần tử dữ liệu)."""
    name: String!
    """Vietnamese name (tên tiếng Việt)."""
    nameVi: String
    """English name (tên tiếng Anh)."""
    nameEn: String
    """Class of data: none, business, basic or sensitive (loại dữ liệu, Nghị định 356/2025/NĐ-CP)."""
    class: String
    """Provision under which the owner holds the element and may restrict it (quy định hạn chế)."""
    legalBasis: AccessLegalBasis
    """Agency that owns the database and could agree to share it (cơ quan chủ quản)."""
    owner: AccessParty
  }

  """A header that a request needs (tiêu đề bắt buộc của yêu cầu)."""
  type AccessHeader {
    """Name of the HTTP header (tên tiêu đề)."""
    name: String!
    """Why the request needs it (lý do)."""
    reason: String!
  }
`;

/** An element as the answers describe it; one that is in no dictionary has its name only. */
export interface DescribedElement {
  readonly name: string;
  readonly nameVi?: string;
  readonly nameEn?: string;
  readonly class?: string;
  readonly legalBasis?: LegalBasis;
  readonly owner?: Party;
}

/** An agency or database by its names; a citizen has none. */
export interface Party {
  readonly key: string;
  readonly nameVi: string | undefined;
  readonly nameEn: string | undefined;
}

/** A header that a request needs. */
export interface RequiredHeader {
  readonly name: string;
  readonly reason: string;
}

/** An agency or database under a key. */
export function party(key: string, found: Agency | Database | undefined): Party {
  return { key, nameVi: found?.nameVi, nameEn: found?.nameEn };
}

/** An element with its class, the provision that restricts it, and who could agree to share it. */
export function describeElement(name: string, governance: Governance): DescribedElement {
  const element = governance.elements.get(name);
  const provision = governance.restrictingProvision(name);
  if (element === undefined || provision === undefined) return { name };
  const { nameVi, nameEn } = element;
  const { legalBasis, owner, database } = provision;
  return {
    name,
    nameVi,
    nameEn,
    class: element.class,
    legalBasis,
    owner: party(owner?.key ?? database, owner),
  };
}

/** The headers that requests under a grant need, for a token with these purposes. */
export function requiredHeaders(grant: PolicyGrant, purposes: readonly string[]): readonly RequiredHeader[] {
  const { officerRequired, caseRequired, emergencyRequired, purpose } = grant;
  const reasons: readonly (readonly [boolean, string, string])[] = [
    [purposes.length > 1, 'Purpose', `The token permits several purposes; this one is ${purpose}.`],
    [officerRequired, 'Officer-Id', 'The agreement requires to know which officer asks.'],
    [caseRequired, 'Case-Id', 'The agreement requires the case (dossier) for which data is read.'],
    [emergencyRequired, 'Emergency-Id', 'The purpose is an emergency, which must have been declared.'],
  ];
  return reasons.flatMap(([isRequired, name, reason]) => (isRequired ? [{ name, reason }] : []));
}
