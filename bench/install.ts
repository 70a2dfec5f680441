import { spawn } from 'node:child_process';
import { ROOT } from './harness/child.ts';

/** Installs what the benchmark compares with, exactly as its lock file says. @throws Error when it does not succeed */
export function installPeers(): Promise<void> {
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', ['ci', '--prefix', 'bench/peers', '--no-audit', '--no-fund', '--silent'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    npm.once('error', reject);
    npm.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('npm ci --prefix bench/peers did not succeed.')),
    );
  });
}
