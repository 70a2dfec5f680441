/** `npm run compose`: supergraph.yaml → supergraph.graphql, with hints and errors at file and line. */
import { writeFile } from 'node:fs/promises';
import { CompositionError, compose, formatProblem, readSupergraphFile } from '../gateway/supergraph/index.ts';
import { GovernanceError, loadGovernance } from '../governance/index.ts';
import { runCommand, textOf, UsageError } from './command-line.ts';
import { childEnvironment } from './config.ts';

await runCommand(
  {
    usage: 'npm run compose --',
    summary: 'Composes the subgraphs of supergraph.yaml into one graph and checks the schema rules.',
    options: {
      config: { value: 'FILE', help: 'supergraph.yaml by default' },
      output: { value: 'FILE', help: 'supergraph.graphql by default' },
    },
  },
  async (given) => {
    const input = textOf(given, 'config') ?? 'supergraph.yaml';
    const output = textOf(given, 'output') ?? 'supergraph.graphql';
    try {
      const file = await readSupergraphFile(input, childEnvironment({}));
      const { policySdl, hints } = compose(file, loadGovernance().elements);
      for (const hint of hints) process.stderr.write(`hint: ${formatProblem(hint)}\n`);
      await writeFile(output, `${policySdl.trimEnd()}\n`);
      process.stdout.write(`${output}: ${file.subgraphs.length} subgraphs, ${hints.length} hints\n`);
    } catch (error) {
      if (error instanceof CompositionError || error instanceof GovernanceError)
        throw new UsageError(error.message);
      throw error;
    }
  },
);
