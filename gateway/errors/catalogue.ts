import type { ErrorCode } from '../../contract/refusal.ts';

/** What one code means to whoever meets it, in English and Vietnamese, and what to do. */
export interface ErrorEntry {
  readonly meaning: string;
  readonly meaningVi: string;
  readonly remedy: string;
}

/** Every code of the contract, explained; docs/errors.md is made from this and a test keeps them equal. */
export const ERROR_CATALOGUE: Readonly<Record<ErrorCode, ErrorEntry>> = {
  METHOD_NOT_ALLOWED: {
    meaning: 'The graph is asked by POST only, so that personal identifiers never stand in a URL.',
    meaningVi: 'Chỉ chấp nhận phương thức POST để định danh cá nhân không xuất hiện trên URL.',
    remedy: 'Send the operation as a JSON body by POST.',
  },
  BAD_REQUEST: {
    meaning: 'The HTTP request is not a GraphQL request.',
    meaningVi: 'Yêu cầu HTTP không phải là yêu cầu GraphQL hợp lệ.',
    remedy: 'Send Content-Type: application/json and a body with query, variables and operationName.',
  },
  DOCUMENT_TOO_LARGE: {
    meaning: 'The request body is larger than the limit.',
    meaningVi: 'Nội dung yêu cầu vượt quá dung lượng cho phép.',
    remedy: 'Split the operation, or ask for fewer keys at once.',
  },
  OPERATION_TOO_COMPLEX: {
    meaning: 'The operation is deeper, wider or longer than the limit that the error names.',
    meaningVi: 'Truy vấn vượt quá giới hạn về độ phức tạp.',
    remedy: 'Split the operation.',
  },
  OPERATION_TOO_COSTLY: {
    meaning:
      'The operation could read more than one request may, by what the graph states with @cost and @listSize.',
    meaningVi: 'Truy vấn có thể đọc nhiều dữ liệu hơn mức cho phép của một yêu cầu.',
    remedy:
      'Ask for fewer keys or smaller pages, as the error says; accessPreview tells the cost beforehand.',
  },
  GRAPHQL_PARSE_FAILED: {
    meaning: 'The document is not valid GraphQL.',
    meaningVi: 'Truy vấn sai cú pháp GraphQL.',
    remedy: 'Correct the syntax at the location that the error names.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    meaning: 'The document does not fit the schema.',
    meaningVi: 'Truy vấn không phù hợp với lược đồ.',
    remedy: 'Correct the field or argument that the error names.',
  },
  BAD_USER_INPUT: {
    meaning: 'A variable or argument has the wrong form.',
    meaningVi: 'Biến hoặc tham số không đúng định dạng.',
    remedy: 'Correct the input that the error names.',
  },
  INVALID_IDENTIFIER: {
    meaning: 'An identifier breaks its own rule, so that it can belong to nobody.',
    meaningVi: 'Mã định danh không hợp lệ (sai cấu trúc hoặc sai chữ số kiểm tra).',
    remedy: 'Check the number with the person; nothing was looked up.',
  },
  TOO_MANY_KEYS: {
    meaning: 'A bulk look-up has more keys than the limit.',
    meaningVi: 'Số lượng mã tra cứu trong một lần vượt quá giới hạn.',
    remedy: 'Ask in several requests.',
  },
  PAGE_TOO_LARGE: {
    meaning: 'A page was asked for with more rows than the limit, or fewer than one.',
    meaningVi: 'Kích thước trang không hợp lệ.',
    remedy: 'Ask for smaller pages and follow endCursor.',
  },
  INVALID_CURSOR: {
    meaning: 'The cursor is not one that this list gave.',
    meaningVi: 'Con trỏ phân trang không hợp lệ.',
    remedy: 'Use endCursor of the page before, or start anew.',
  },
  TOKEN_MISSING: {
    meaning: 'There is no bearer token.',
    meaningVi: 'Thiếu mã truy cập.',
    remedy: 'Send Authorization: Bearer <token>.',
  },
  TOKEN_INVALID: {
    meaning: 'The token is not one that the issuer signed for this use, or cannot be verified now.',
    meaningVi: 'Mã truy cập không hợp lệ.',
    remedy: 'Get a new token from the identity provider.',
  },
  TOKEN_EXPIRED: {
    meaning: 'The token has expired.',
    meaningVi: 'Mã truy cập đã hết hạn.',
    remedy: 'Get a new token from the identity provider.',
  },
  TOKEN_AUDIENCE: {
    meaning: 'The token was issued for another service.',
    meaningVi: 'Mã truy cập được cấp cho dịch vụ khác.',
    remedy: 'Ask the identity provider for a token with this audience.',
  },
  AGENCY_UNKNOWN: {
    meaning: 'The token names an agency that is not registered here.',
    meaningVi: 'Cơ quan trong mã truy cập chưa được đăng ký.',
    remedy: 'Have the agency registered in governance/agencies.yaml.',
  },
  CALLER_NOT_PERMITTED: {
    meaning: 'This field is for another kind of caller; the error says for whom.',
    meaningVi: 'Chủ thể yêu cầu không có thẩm quyền thực hiện thao tác này.',
    remedy: 'Ask with a token of the kind that the error names.',
  },
  PURPOSE_REQUIRED: {
    meaning: 'The token permits several purposes and the request states none.',
    meaningVi: 'Chưa nêu mục đích khai thác dữ liệu.',
    remedy: 'Send the header Purpose with one of the codes that the error lists.',
  },
  PURPOSE_UNKNOWN: {
    meaning: 'No such purpose is registered.',
    meaningVi: 'Mục đích khai thác không tồn tại.',
    remedy: 'Use a code of governance/purposes.yaml.',
  },
  PURPOSE_NOT_PERMITTED: {
    meaning: 'The token does not permit this purpose.',
    meaningVi: 'Mã truy cập không cho phép mục đích này.',
    remedy: 'Use one of the purposes that the error lists, or ask for another token.',
  },
  OFFICER_REQUIRED: {
    meaning: 'The agreement requires to know which officer asks.',
    meaningVi: 'Thỏa thuận chia sẻ yêu cầu nêu cán bộ khai thác.',
    remedy: 'Send the header Officer-Id.',
  },
  OFFICER_MISMATCH: {
    meaning: 'The header names another officer than the token.',
    meaningVi: 'Cán bộ nêu trong yêu cầu khác với mã truy cập.',
    remedy: 'Use the token of the officer who asks.',
  },
  CASE_REQUIRED: {
    meaning: 'The agreement requires the case (dossier) for which data is read.',
    meaningVi: 'Thỏa thuận chia sẻ yêu cầu nêu mã hồ sơ.',
    remedy: 'Send the header Case-Id.',
  },
  OFFICER_NOT_POSTED: {
    meaning: 'The officer does not serve at this agency today, so nobody can be read in that name.',
    meaningVi: 'Cán bộ không công tác tại cơ quan này vào ngày hôm nay.',
    remedy: "Name an officer who is posted at the agency, or have the officer's post registered.",
  },
  CASE_NOT_OPEN: {
    meaning: 'The agency has no such case open for this purpose.',
    meaningVi: 'Hồ sơ không tồn tại, đã đóng hoặc không thuộc mục đích khai thác này.',
    remedy: 'Name a case that is open at the agency for this purpose.',
  },
  EMERGENCY_REQUIRED: {
    meaning: 'This purpose is for emergencies, and the request names none (Law 60/2024/QH15, article 18).',
    meaningVi: 'Chưa nêu mã tình huống khẩn cấp.',
    remedy: 'Declare the emergency (mutation declareEmergency) and send its id in the header Emergency-Id.',
  },
  EMERGENCY_NOT_OPEN: {
    meaning: 'The emergency is not in force for this officer: ended, not confirmed, or of somebody else.',
    meaningVi: 'Tình huống khẩn cấp không có hiệu lực đối với cán bộ này.',
    remedy: 'Declare it anew; above ten persons a second officer must confirm it.',
  },
  RATE_LIMITED: {
    meaning: 'This client has sent as many requests as it may within a minute, for its agency and purpose.',
    meaningVi: 'Ứng dụng đã gửi quá số yêu cầu cho phép trong một phút.',
    remedy: 'Wait as long as the header Retry-After says; RateLimit tells beforehand what is left.',
  },
  ELEMENT_WITHHELD: {
    meaning: 'This field discloses data elements that are not granted for this agency and purpose.',
    meaningVi: 'Trường dữ liệu không được cấp quyền khai thác.',
    remedy: 'Ask for an agreement on the elements under "lacking", or leave the field out.',
  },
  SUBJECT_WITHHELD: {
    meaning: 'There is no such record that the caller may read: none exists, or it is outside the agreement.',
    meaningVi: 'Không có bản ghi nào mà cơ quan được phép khai thác.',
    remedy: 'Check the number; otherwise the agency in whose territory the person lives is competent.',
  },
  OPERATION_WITHHELD: {
    meaning: 'The request asked to be refused whole if any field is withheld, and some are.',
    meaningVi: 'Truy vấn bị từ chối vì có trường không được cấp quyền.',
    remedy: 'Leave out the fields under "withheld", or drop On-Withheld: reject.',
  },
  GRANT_MISSING: {
    meaning: 'A database was asked without an access grant.',
    meaningVi: 'Thiếu phiếu cấp quyền của cổng liên thông.',
    remedy: 'Databases answer to the gateway only: ask there.',
  },
  GRANT_INVALID: {
    meaning: 'The access grant was not signed by the gateway.',
    meaningVi: 'Phiếu cấp quyền không hợp lệ.',
    remedy: 'Databases answer to the gateway only: ask there.',
  },
  GRANT_EXPIRED: {
    meaning: 'The access grant has ended.',
    meaningVi: 'Phiếu cấp quyền đã hết hạn.',
    remedy: 'Ask the gateway again; check the clocks of gateway and database.',
  },
  GRANT_AUDIENCE: {
    meaning: 'The access grant was issued for another database.',
    meaningVi: 'Phiếu cấp quyền dành cho cơ sở dữ liệu khác.',
    remedy: 'Databases answer to the gateway only: ask there.',
  },
  GRANT_INSUFFICIENT: {
    meaning: 'The access grant does not cover what the database was asked for.',
    meaningVi: 'Phiếu cấp quyền không bao gồm dữ liệu được yêu cầu.',
    remedy: 'Report it: gateway and database disagree on the schema.',
  },
  CHANGE_NOTICE_INVALID: {
    meaning: 'The notice of changes is not one that a database of this gateway signed for it just now.',
    meaningVi: 'Thông báo thay đổi dữ liệu không có chữ ký hợp lệ của cơ sở dữ liệu.',
    remedy: 'Sign it with the key of the database that it names, when it is sent, as the error says.',
  },
  OVERLOADED: {
    meaning:
      'More is asked of the gateway at the moment than it can answer in time; nothing was done for this request.',
    meaningVi: 'Hệ thống đang quá tải; yêu cầu chưa được xử lý.',
    remedy: 'Ask again after the seconds that the header Retry-After states, and fewer at once.',
  },
  SOURCE_UNAVAILABLE: {
    meaning: 'The database that holds this field did not answer in time. The value may exist.',
    meaningVi: 'Cơ sở dữ liệu nguồn chưa phản hồi; không có nghĩa là không có dữ liệu.',
    remedy: 'Ask again later; the rest of the answer is good.',
  },
  LEDGER_UNAVAILABLE: {
    meaning: 'The answer could not be recorded, so it is not released.',
    meaningVi: 'Không ghi được nhật ký khai thác nên không trả dữ liệu.',
    remedy: 'Ask again later.',
  },
  POLICY_CHANGED: {
    meaning: 'The agreements changed again and again while the request ran, so nothing of it is released.',
    meaningVi: 'Thỏa thuận chia sẻ thay đổi liên tục trong khi xử lý truy vấn.',
    remedy: 'Ask again.',
  },
  CHANGE_NOT_TOLD: {
    meaning: 'A database told of changes, and not every gateway could be told in turn.',
    meaningVi: 'Thông báo thay đổi dữ liệu chưa được chuyển tới mọi cổng kết nối.',
    remedy: 'Send the notice again until it is accepted.',
  },
  INTERNAL: {
    meaning: 'A fault of the gateway.',
    meaningVi: 'Lỗi của hệ thống.',
    remedy: 'Report the request id.',
  },
};
