import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CuttableSocket } from '../lib/cuttable-socket.js';
import { DockerEngine } from '../lib/docker-engine.js';
import { OtterCommand } from '../lib/otter-command.js';
import { freePort } from '../lib/free-port.js';

const SCRIPTS = new URL('../../scripts/', import.meta.url).pathname;

/** What cannot be: an engine, TURN servers, a database and a load balancer are real; of a node there is only the name. */
describe('what deploy says when something is not there', () => {
  /** @type {DockerEngine} */
  let docker;
  /** @type {Record<string, string>} */
  let environment;
  /** @type {string[]} */
  let deploy;

  before(async () => {
    docker = await DockerEngine.start();
    environment = { DOCKER_HOST: docker.host };
    const [port, relayPort] = [await freePort(), await freePort()];
    deploy = ['deploy', '--target', 'docker', '--port', `${port}`, '--relay-port', `${relayPort}`];
    for (const name of ['coturn', 'haproxy', 'postgres']) {
      await docker.run(`${SCRIPTS}make-${name}-image`);
    }
  });

  after(() => docker?.close());

  /** @param {string} [input] */
  const destroy = (input = '') => OtterCommand.run(['destroy', '--target', 'docker'], environment, input);

  const status = () => OtterCommand.run(['status', '--target', 'docker'], environment);

  async function made() {
    const [containers, volumes, networks] = await Promise.all([
      docker.run('docker', 'ps', '-aq'),
      docker.run('docker', 'volume', 'ls', '-q'),
      docker.run('docker', 'network', 'ls', '-q', '--filter', 'driver=bridge'),
    ]);
    return containers + volumes + networks;
  }

  it('names an engine that does not answer', async () => {
    const { code, err } = await OtterCommand.run(deploy, { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    assert.equal(code, 5);
    assert.match(
      err,
      /Docker does not answer at unix:\/\/\/nowhere\/docker\.sock .*DOCKER_HOST names another one/,
    );
  });

  it('names an option that cannot be', async () => {
    for (const [args, text] of /** @type {[string[], RegExp][]} */ ([
      [['--nodes', '10'], /--nodes must be from 1 to 9, got 10/],
      [['--public-url', 'https://calls.example.org'], /--public-ip is needed/],
      [['--subnet', '10.0.0.0/8'], /--subnet must be as 172\.30\.88\.0\/24, got 10\.0\.0\.0\/8/],
      [['--name', 'Otter'], /--name must be lower-case letters/],
      [['--database', 'mysql'], /--database must be container, none or jdbc:postgresql:/],
    ])) {
      const { code, err } = await OtterCommand.run([...deploy, ...args], environment);
      assert.equal(code, 2, err);
      assert.match(err, text);
    }
  });

  it('names an image that is not there, and has changed nothing', async () => {
    const { code, err } = await OtterCommand.run(deploy, environment);
    assert.equal(code, 1);
    assert.match(err, /there is no image otter:latest .*make images.*--image/);
    assert.equal(await made(), '');
    assert.equal((await status()).code, 4);
    assert.equal((await destroy('yes\n')).code, 4);
  });

  it('says what it would do', async () => {
    // A program that is not in it: a node that does not start.
    await docker.run(
      'sh',
      '-c',
      'tar -cT /dev/null | docker import --change \'ENTRYPOINT ["/none"]\' - otter:latest',
    );
    const { code, out } = await OtterCommand.run([...deploy, '--dry-run'], environment);
    assert.equal(code, 0);
    assert.match(
      out,
      /create {3}network[^]*create {3}secrets[^]*database[^]*relay-2[^]*node-3[^]*balancer[^]*Nothing was done/,
    );
    assert.equal(await made(), '');
  });

  it('goes on after the engine has gone, and says where it stopped when a node does not start', async () => {
    const target = docker.host.replace('unix://', '');
    const { path } = await CuttableSocket.open(`${target}.cut`, target, 'create?name=otter-relay-1');
    const first = await OtterCommand.run(deploy, { DOCKER_HOST: `unix://${path}` });
    assert.equal(first.code, 5, first.err);
    assert.match(first.err, /It stopped: Docker does not answer at/);
    assert.match(first.err, /What stands: network, secrets, database\n/);
    assert.match(first.err, /How to go on: .*say the same again.*destroy --target docker/);
    const key = /API key +(otter_\w+)/.exec(first.out)?.[1];
    assert.ok(key, first.out);

    const second = await OtterCommand.run(deploy, environment);
    assert.equal(second.code, 1);
    assert.match(second.out, /keep {5}network/);
    assert.match(second.err, /It stopped: .*\/none/);
    assert.match(second.err, /What stands: network, database, relay-1, relay-2\n/);
    assert.doesNotMatch(second.out, /API key/);
    const how = await status();
    assert.equal(how.code, 1);
    assert.match(how.out, /node-1 +!! +created/);
    assert.match(how.out, /relay-2 +ok +runs +since 2\d{3}-/);
    const told = await docker.run('sh', '-c', 'docker inspect $(docker ps -aq)');
    assert.ok(!told.includes(key));
  });

  it('asks before it takes away, and leaves nothing then', async () => {
    const no = await destroy('no\n');
    assert.equal(no.code, 1);
    assert.match(no.out, /deletes rooms, API keys and secrets\. Type yes/);
    assert.notEqual(await made(), '');
    assert.equal((await destroy('yes\n')).code, 0);
    assert.equal(await made(), '');
  });
});
