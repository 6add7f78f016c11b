// Every operation by the AWS SDK for JavaScript, unchanged, against the endpoint that its first argument names.
const assert = require('node:assert/strict');
const sdk = require('@aws-sdk/client-secrets-manager');

const client = new sdk.SecretsManagerClient({ endpoint: process.argv[2], region: 'us-east-1' });
const call = (operation, input) => client.send(new sdk[operation + 'Command'](input));
const fails = (operation, input, name) =>
  assert.rejects(call(operation, input), error => error.name === name && error.$metadata.httpStatusCode === 400);
const value = async id => (await call('GetSecretValue', { SecretId: id })).SecretString;

async function values() {
  const first = await call('CreateSecret', { Name: 'js/a', SecretString: 'one ß', Description: 'd' });
  assert.match(first.ARN, /^arn:aws:secretsmanager:us-east-1:\d{12}:secret:js\/a-[A-Za-z0-9]{6}$/);
  const second = await call('PutSecretValue', { SecretId: 'js/a', SecretString: 'two' });
  assert.deepEqual(second.VersionStages, ['AWSCURRENT']);
  assert.equal(await value('js/a'), 'two');
  await call('UpdateSecretVersionStage', {
    SecretId: 'js/a', VersionStage: 'AWSCURRENT', MoveToVersionId: first.VersionId, RemoveFromVersionId: second.VersionId,
  });
  const read = await call('GetSecretValue', { SecretId: first.ARN });
  assert.equal(read.SecretString, 'one ß');
  assert.ok(read.CreatedDate instanceof Date);
  await call('UpdateSecret', { SecretId: 'js/a', SecretString: 'three' });
  const versions = await call('ListSecretVersionIds', { SecretId: 'js/a', IncludeDeprecated: true });
  assert.equal(versions.Versions.length, 3);
  const bytes = new Uint8Array([0, 1, 255]);
  await call('CreateSecret', { Name: 'js/b', SecretBinary: bytes });
  assert.deepEqual(new Uint8Array((await call('GetSecretValue', { SecretId: 'js/b' })).SecretBinary), bytes);
  await fails('GetSecretValue', { SecretId: 'js/missing' }, 'ResourceNotFoundException');
  await fails('CreateSecret', { Name: 'js/a', SecretString: 'v' }, 'ResourceExistsException');
}

async function lists() {
  const names = [];
  const filters = [{ Key: 'name', Values: ['js/'] }];
  for await (const page of sdk.paginateListSecrets({ client, pageSize: 1 }, { Filters: filters })) {
    names.push(...page.SecretList.map(secret => secret.Name));
  }
  assert.deepEqual(names, ['js/a', 'js/b']);
  const batch = await call('BatchGetSecretValue', { SecretIdList: ['js/a', 'js/missing'] });
  assert.equal(batch.SecretValues.length, 1);
  assert.equal(batch.Errors[0].ErrorCode, 'ResourceNotFoundException');
}

async function metadata() {
  await call('TagResource', { SecretId: 'js/a', Tags: [{ Key: 'team', Value: 'payments' }] });
  assert.equal((await call('DescribeSecret', { SecretId: 'js/a' })).Tags.length, 1);
  await call('UntagResource', { SecretId: 'js/a', TagKeys: ['team'] });
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:role/app' },
      Action: 'secretsmanager:GetSecretValue', Resource: '*',
    }],
  });
  assert.ok((await call('ValidateResourcePolicy', { ResourcePolicy: policy })).PolicyValidationPassed);
  await call('PutResourcePolicy', { SecretId: 'js/a', ResourcePolicy: policy });
  assert.equal((await call('GetResourcePolicy', { SecretId: 'js/a' })).ResourcePolicy, policy);
  await call('DeleteResourcePolicy', { SecretId: 'js/a' });
}

async function rest() {
  assert.equal((await call('GetRandomPassword', { PasswordLength: 40 })).RandomPassword.length, 40);
  await fails('RotateSecret', { SecretId: 'js/a' }, 'InvalidRequestException');
  await fails('CancelRotateSecret', { SecretId: 'js/a' }, 'InvalidRequestException');
  const own = [{ Region: 'us-east-1' }];
  await fails('ReplicateSecretToRegions', { SecretId: 'js/a', AddReplicaRegions: own }, 'InvalidParameterException');
  await call('RemoveRegionsFromReplication', { SecretId: 'js/a', RemoveReplicaRegions: ['eu-west-1'] });
  await fails('StopReplicationToReplica', { SecretId: 'js/a' }, 'InvalidParameterException');
  await call('DeleteSecret', { SecretId: 'js/a', RecoveryWindowInDays: 7 });
  await fails('GetSecretValue', { SecretId: 'js/a' }, 'InvalidRequestException');
  await call('RestoreSecret', { SecretId: 'js/a' });
  assert.equal(await value('js/a'), 'three');
  await call('DeleteSecret', { SecretId: 'js/a', ForceDeleteWithoutRecovery: true });
}

values().then(lists).then(metadata).then(rest).then(() => console.log('all operations answered'));
