/** `npm run token`: prints a development token, and nothing else, on standard output. */

import { today } from '../contract/calendar.ts';
import { checkPersonalId } from '../contract/identifiers.ts';
import { issueToken, loadSecrets } from '../embedded/index.ts';
import { loadGovernance } from '../governance/index.ts';
import { type Given, runCommand, textOf, UsageError } from './command-line.ts';
import { readCommandConfig } from './config.ts';

await runCommand(
  {
    usage: 'npm run -s token --',
    summary: "Prints a development token for an agency, or a citizen's own. Production gateways refuse it.",
    options: {
      agency: { value: 'CODE', help: 'agency of governance/agencies.yaml' },
      purpose: {
        value: 'CODE',
        help: 'purpose; repeat it for several; by default all that its agreements name',
        isMultiple: true,
      },
      officer: { value: 'ID', help: 'officer in whose name the agency asks' },
      citizen: { value: 'PERSONAL_ID', help: "a citizen's own token, instead of an agency's" },
      seconds: { value: 'N', help: 'life of the token; 3600 by default' },
    },
  },
  async (given) => {
    const seconds = lifeOf(given);
    const request = textOf(given, 'citizen') === undefined ? agencyRequest(given) : citizenRequest(given);
    const secrets = await loadSecrets(readCommandConfig().dataDir);
    process.stdout.write(`${await issueToken(secrets, { ...request, seconds })}\n`);
  },
);

function agencyRequest(given: Given) {
  const governance = loadGovernance();
  const agency = textOf(given, 'agency');
  if (agency === undefined) throw new UsageError('--agency or --citizen: expected one of them');
  if (!governance.agencies.has(agency)) {
    const known = [...governance.agencies.keys()].join(', ');
    throw new UsageError(`--agency: received "${agency}", expected one of ${known}`);
  }
  const asked = (given['purpose'] ?? []) as readonly string[];
  const unknown = asked.find((purpose) => !governance.purposes.has(purpose));
  if (unknown !== undefined) {
    const known = [...governance.purposes.keys()].join(', ');
    throw new UsageError(`--purpose: received "${unknown}", expected one of ${known}`);
  }
  const agreed = governance.purposesOf(agency, today());
  const purposes = asked.length > 0 ? asked : agreed.length > 0 ? agreed : [...governance.purposes.keys()];
  const officer = textOf(given, 'officer');
  return {
    clientId: `development-${agency}`,
    agency,
    purposes,
    ...(officer === undefined ? {} : { officer }),
  };
}

function citizenRequest(given: Given) {
  const citizen = textOf(given, 'citizen') ?? '';
  const problem = checkPersonalId(citizen);
  if (problem !== undefined) throw new UsageError(`--citizen: ${problem}`);
  if (given['agency'] !== undefined)
    throw new UsageError('--agency or --citizen: expected one of them, not both');
  return { clientId: 'development-citizen', citizen };
}

function lifeOf(given: Given): number {
  const text = textOf(given, 'seconds') ?? '3600';
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError(`--seconds: received "${text}", expected a number of seconds`);
}
