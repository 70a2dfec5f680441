/** Schema of what a citizen sees of the ledger; `Citizen`, `PersonalId` and `PageInfo` are the graph's. */
export const ACCESS_RECORD_TYPES = /* GraphQL */ `
  extend type Citizen {
    """
    Who read what about the citizen, the newest first (nhật ký truy cập dữ liệu của công dân). Answered below me only,
    on a citizen's own token. To ask for it is a reading too, and stands in the next answer.
    """
    accessRecords(
      """Entries on the page, 1 to 100 (số mục trên trang)."""
      first: Int = 20
      """Cursor of the last entry of the page before (con trỏ trang trước)."""
      after: String
      """
      Personal number of a minor whom the citizen represents (số định danh của người chưa thành niên mà công dân là
      người đại diện); the citizen when left out.
      """
      of: PersonalId
    ): AccessRecordConnection
  }

  """A page of the record of accesses (trang nhật ký truy cập)."""
  type AccessRecordConnection {
    """The entries of the page (các mục)."""
    edges: [AccessRecordEdge!]!
    """Whether and where it goes on (thông tin trang)."""
    pageInfo: PageInfo!
    """
    That the law delays some entries (thông báo về việc chậm hiển thị): always the same words, whether there are any or
    not.
    """
    delayNotice: String!
  }

  """One entry of the page (mục của trang)."""
  type AccessRecordEdge {
    """Where the next page begins (con trỏ)."""
    cursor: String!
    """The entry (mục nhật ký)."""
    node: AccessRecord!
  }

  """One reading of a person's data out of one database (một lượt truy cập dữ liệu)."""
  type AccessRecord {
    """When it was answered, ISO 8601 (thời điểm truy cập)."""
    at: String!
    """The agency that read; CITIZEN on a citizen's own token (cơ quan khai thác)."""
    agency: AccessParty!
    """Why (mục đích khai thác)."""
    purpose: AccessRecordPurpose!
    """Provisions on which the reading rested (căn cứ pháp lý)."""
    legalBases: [AccessLegalBasis!]!
    """What was read (phần tử dữ liệu)."""
    elements: [AccessElement!]!
    """Where it was read (cơ sở dữ liệu)."""
    database: AccessParty!
    """What became of the answer (kết quả)."""
    outcome: AccessRecordOutcome!
    """Position in the ledger, a whole number from 0 on, as digits (vị trí trong sổ nhật ký)."""
    position: String!
    """
    Proof that the entry stands in the ledger and cannot be changed any more (bằng chứng); null until the next signed
    head covers it, usually a second later.
    """
    proof: AccessProof
  }

  """Why an agency read (mục đích khai thác)."""
  type AccessRecordPurpose {
    """Code of the purpose (mã mục đích)."""
    code: String!
    """Vietnamese name (tên tiếng Việt)."""
    nameVi: String
    """English name (tên tiếng Anh)."""
    nameEn: String
    """Provision that gives the purpose (căn cứ pháp lý)."""
    legalBasis: AccessLegalBasis
  }

  """What became of an answer (kết quả truy cập)."""
  enum AccessRecordOutcome {
    """It was given to the agency (đã cung cấp)."""
    READ
    """It was made, and is known not to have arrived (không gửi được tới nơi nhận)."""
    UNDELIVERED
  }

  """
  Inclusion proof of an entry (bằng chứng bao hàm; RFC 9162, section 2.1.3): with the ledger's public key anybody can
  check it. Hashes are SHA-256, in hexadecimal digits.
  """
  type AccessProof {
    """Hash of the entry's leaf (giá trị băm của mục)."""
    leafHash: String!
    """Hashes beside the way from the leaf up to the root (đường dẫn băm)."""
    path: [String!]!
    """The signed head of the ledger (đầu cây đã ký)."""
    head: AccessLedgerHead!
  }

  """A signed tree head of the ledger (đầu cây đã ký của sổ nhật ký)."""
  type AccessLedgerHead {
    """Which ledger (mã sổ nhật ký)."""
    logId: String!
    """Number of entries, as digits (số mục)."""
    size: String!
    """Root of the tree over all of them (giá trị băm gốc)."""
    root: String!
    """When it was signed, ISO 8601 (thời điểm ký)."""
    at: String!
    """Digest of the head before (giá trị băm của đầu cây trước)."""
    previous: String!
    """JWK thumbprint of the key, RFC 7638 (mã khóa)."""
    keyId: String!
    """Ed25519 signature in base64url (chữ ký số)."""
    signature: String!
  }
`;

/** What everybody is told alike: who could tell by these words that something is delayed would know too much. */
export const DELAY_NOTICE =
  'Lượt truy cập mà pháp luật quy định hiển thị chậm sẽ xuất hiện khi đến thời hạn. ' +
  'Entries that the law delays appear when their time has come.';
