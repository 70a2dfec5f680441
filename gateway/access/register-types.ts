/** Schema of the gateway's own fields on its registers. */
export const REGISTER_TYPES = /* GraphQL */ `
  extend type Query {
    """Consents that the citizen who asks has ever given (sự đồng ý của chủ thể dữ liệu), withdrawn ones among them."""
    myConsents: [Consent!]
  }

  extend type Mutation {
    """A citizen consents that an agency reads for a purpose (đồng ý cho phép xử lý dữ liệu cá nhân)."""
    giveConsent(
      """Key of the agency (mã cơ quan, tổ chức)."""
      agency: String!
      """Code of the purpose (mã mục đích)."""
      purpose: String!
      """Last day on which the consent holds, YYYY-MM-DD (ngày hết hiệu lực)."""
      until: String!
    ): Consent

    """A citizen withdraws a consent, at once (rút lại sự đồng ý); false when there is none to withdraw."""
    withdrawConsent(
      """Id of the consent (mã sự đồng ý)."""
      id: ID!
    ): Boolean

    """The portal registers a case that was filed (tiếp nhận hồ sơ); false when the agency has it already."""
    openCase(
      """Number of the case (mã hồ sơ)."""
      caseId: String!
      """Key of the agency that decides (cơ quan giải quyết)."""
      agency: String!
      """Code of the purpose, the procedure (mã thủ tục hành chính)."""
      purpose: String!
      """Parties to the case (các bên trong hồ sơ)."""
      parties: [CasePartyInput!]!
    ): Boolean

    """The portal, or the agency itself, closes a case (kết thúc hồ sơ); false when it was not open."""
    closeCase(
      """Number of the case (mã hồ sơ)."""
      caseId: String!
      """Key of the agency that decides (cơ quan giải quyết)."""
      agency: String!
      """Code of the purpose (mã thủ tục hành chính)."""
      purpose: String!
    ): Boolean

    """
    An officer declares an emergency (khai báo tình huống khẩn cấp; Law 60/2024/QH15, article 18): from then on the
    agency's agreements for emergencies can be used under it. Above ten persons a second officer must confirm it.
    """
    declareEmergency(
      """What happened, at least 20 characters (lý do)."""
      reason: String!
      """Document and article (căn cứ pháp lý)."""
      legalBasis: String!
      """Most persons who may be read (số người tối đa), 1 to 1,000."""
      persons: Int!
      """How long it lasts (số giờ), 1 to 24."""
      hours: Int!
    ): Emergency

    """Another officer of the agency confirms an emergency (cán bộ thứ hai xác nhận)."""
    confirmEmergency(
      """Id of the emergency (mã tình huống khẩn cấp)."""
      id: ID!
    ): Emergency
  }

  """A consent (sự đồng ý của chủ thể dữ liệu; Law 91/2025/QH15)."""
  type Consent {
    """Id of the consent (mã sự đồng ý)."""
    id: ID!
    """Key of the agency (mã cơ quan, tổ chức)."""
    agency: String!
    """Code of the purpose (mã mục đích)."""
    purpose: String!
    """When it was given, ISO 8601 (thời điểm đồng ý)."""
    givenAt: String!
    """When it ends by itself, ISO 8601 (thời điểm hết hiệu lực)."""
    endsAt: String!
    """When it was withdrawn, ISO 8601 (thời điểm rút lại); null while it was not."""
    withdrawnAt: String
  }

  """A party to a case: exactly one of the two keys (một bên trong hồ sơ)."""
  input CasePartyInput {
    """Personal identification number (số định danh cá nhân)."""
    personalId: String
    """Enterprise code (mã số doanh nghiệp)."""
    enterpriseCode: String
  }

  """A declared emergency (tình huống khẩn cấp)."""
  type Emergency {
    """Id, for the header Emergency-Id (mã tình huống khẩn cấp)."""
    id: ID!
    """Most persons who may be read under it (số người tối đa)."""
    persons: Int!
    """When it was declared, ISO 8601 (thời điểm khai báo)."""
    declaredAt: String!
    """When it ends, ISO 8601 (thời điểm kết thúc)."""
    endsAt: String!
    """Whether a second officer must still confirm it before it is in force (đang chờ xác nhận)."""
    awaitsConfirmation: Boolean!
  }
`;
