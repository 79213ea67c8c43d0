import persistent from '@eventstore/db-client/generated/persistent_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import users from '@eventstore/db-client/generated/users_pb.js';

const ID = '6b6e3c5e-7d5c-4a0c-9a37-0f9d2a3c1b11';

/** Requests as the generated code of the official client writes them, of every kind the node reads. */
export function goodRequests(): Buffer[] {
  const all = [...appends(), ...reads(), ...deletes(), ...groups(), ...consumers(), ...userChanges()].map(
    (request) => Buffer.from(request.serializeBinary()),
  );
  const json = [
    '{"$maxCount":3,"$tb":9223372036854775807,"$acl":{"$r":["a"],"$w":"b"},"own":[1.5e300]}',
    '0@s',
    '{"$userStreamAcl":{"$r":"$all"}}',
  ];
  return [...all, ...json.map((text) => Buffer.from(text))];
}

interface Message {
  serializeBinary(): Uint8Array;
}

const empty = () => new shared.Empty();

function identifier(name: string) {
  const stream = new shared.StreamIdentifier();
  stream.setStreamName(Buffer.from(name).toString('base64'));
  return stream;
}

function textId() {
  const id = new shared.UUID();
  id.setString(ID);
  return id;
}

function structuredId() {
  const id = new shared.UUID();
  const halves = new shared.UUID.Structured();
  halves.setMostSignificantBits('-7');
  halves.setLeastSignificantBits('99');
  id.setStructured(halves);
  return id;
}

function appends(): Message[] {
  const options = new streams.AppendReq.Options();
  options.setStreamIdentifier(identifier('agency-1'));
  options.setRevision('17');
  const first = new streams.AppendReq();
  first.setOptions(options);
  const proposed = new streams.AppendReq.ProposedMessage();
  proposed.setId(structuredId());
  proposed.setData(Buffer.from('{"n":1}'));
  proposed.setCustomMetadata(Buffer.from('{}'));
  proposed.getMetadataMap().set('type', 'made').set('content-type', 'application/json');
  const second = new streams.AppendReq();
  second.setProposedMessage(proposed);

  const batchOptions = new streams.BatchAppendReq.Options();
  batchOptions.setStreamIdentifier(identifier('agency-2'));
  batchOptions.setNoStream(empty() as never);
  const message = new streams.BatchAppendReq.ProposedMessage();
  message.setId(textId());
  message.setData(Buffer.from('payload'));
  message.getMetadataMap().set('type', 'made').set('content-type', 'application/octet-stream');
  const batch = new streams.BatchAppendReq();
  batch.setCorrelationId(textId());
  batch.setOptions(batchOptions);
  batch.addProposedMessages(message);
  batch.setIsFinal(true);
  return [first, second, batch];
}

function readOptions() {
  const options = new streams.ReadReq.Options();
  const uuid = new streams.ReadReq.Options.UUIDOption();
  uuid.setString(empty());
  options.setUuidOption(uuid);
  options.setResolveLinks(true);
  return options;
}

function reads(): Message[] {
  const ofStream = readOptions();
  const streamOptions = new streams.ReadReq.Options.StreamOptions();
  streamOptions.setStreamIdentifier(identifier('agency-1'));
  streamOptions.setRevision('3');
  ofStream.setStream(streamOptions);
  ofStream.setCount('20');
  ofStream.setNoFilter(empty());

  const ofAll = readOptions();
  const all = new streams.ReadReq.Options.AllOptions();
  const position = new streams.ReadReq.Options.Position();
  position.setCommitPosition('64');
  position.setPreparePosition('64');
  all.setPosition(position);
  ofAll.setAll(all);
  const filter = new streams.ReadReq.Options.FilterOptions();
  const expression = new streams.ReadReq.Options.FilterOptions.Expression();
  expression.addPrefix('agency-');
  expression.setRegex('^(a|b)+$');
  filter.setEventType(expression);
  filter.setMax(32);
  filter.setCheckpointintervalmultiplier(4);
  ofAll.setFilter(filter);
  ofAll.setSubscription(new streams.ReadReq.Options.SubscriptionOptions());
  return [ofStream, ofAll].map((options) => {
    const request = new streams.ReadReq();
    request.setOptions(options);
    return request;
  });
}

function deletes(): Message[] {
  const options = new streams.DeleteReq.Options();
  options.setStreamIdentifier(identifier('agency-1'));
  options.setAny(empty());
  const request = new streams.DeleteReq();
  request.setOptions(options);
  return [request];
}

function groups(): Message[] {
  const settings = new persistent.CreateReq.Settings();
  settings.setMaxRetryCount(-1);
  settings.setReadBatchSize(20);
  settings.setHistoryBufferSize(500);
  settings.setMessageTimeoutMs(30_000);
  settings.setConsumerStrategy('Pinned');
  const streamOptions = new persistent.CreateReq.StreamOptions();
  streamOptions.setStreamIdentifier(identifier('agency-1'));
  streamOptions.setRevision('2');
  const createOptions = new persistent.CreateReq.Options();
  createOptions.setStream(streamOptions);
  createOptions.setGroupName('group');
  createOptions.setSettings(settings);
  const create = new persistent.CreateReq();
  create.setOptions(createOptions);

  const replayOptions = new persistent.ReplayParkedReq.Options();
  replayOptions.setAll(empty());
  replayOptions.setGroupName('group');
  replayOptions.setStopAt('5');
  const replay = new persistent.ReplayParkedReq();
  replay.setOptions(replayOptions);

  const infoOptions = new persistent.GetInfoReq.Options();
  infoOptions.setStreamIdentifier(identifier('agency-1'));
  infoOptions.setGroupName('group');
  const info = new persistent.GetInfoReq();
  info.setOptions(infoOptions);
  return [create, replay, info];
}

function consumers(): Message[] {
  const options = new persistent.ReadReq.Options();
  options.setAll(empty());
  options.setGroupName('group');
  options.setBufferSize(10);
  const connect = new persistent.ReadReq();
  connect.setOptions(options);
  const nackOf = new persistent.ReadReq.Nack();
  nackOf.addIds(structuredId());
  nackOf.addIds(textId());
  nackOf.setAction(2);
  nackOf.setReason('because');
  const nack = new persistent.ReadReq();
  nack.setNack(nackOf);
  return [connect, nack];
}

function userChanges(): Message[] {
  const options = new users.CreateReq.Options();
  options.setLoginName('li');
  options.setPassword('secret');
  options.setFullName('Li');
  options.setGroupsList(['clerks', '$admins']);
  const create = new users.CreateReq();
  create.setOptions(options);
  return [create];
}
