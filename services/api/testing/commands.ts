import { randomUUID } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import type { Server } from '../src/index.ts';

/** An invented agency of Ürümqi. */
export const FILE_ID = '650000-91650102MAFAKE019H';
export const OFFICER = 'dev-token-officer-650100';
export const AGENCY = `dev-token-agency-${FILE_ID}`;
export const AUDITOR = 'dev-token-auditor';

const DOSSIER = [
  'application-form',
  'business-licence',
  'articles',
  'senior-managers',
  'professionals',
  'commitment',
  'fee-schedule',
  'annual-report',
];

/** Personal values that no answer, no log line and no error may ever repeat. */
export const RAW_VALUES = ['990000197612282514', '19000000251', 'TEST-CERT-0025', '从业测试丙'] as const;

/** A complete filing as the agency sends it. */
export const FILING = {
  data: {
    uscc: '91650102MAFAKE019H',
    agencyName: '乌鲁木齐天山信用服务有限公司（示例）',
    registeredArea: '650102',
    registeredOn: '2014-07-21',
    serviceKinds: ['信用评价'],
    registeredCapitalFen: 450_000_000,
    documents: DOSSIER.map((kind, at) => ({ kind, sha256: String(at).padStart(64, '0') })),
    seniorManagers: [
      { role: '法定代表人', name: '田测试', residentId: '990000197612282514', mobile: '19000000251' },
    ],
    professionals: [{ name: '从业测试丙', certificateNo: 'TEST-CERT-0025' }],
  },
};

export const DOCUMENT = {
  kind: '约谈通知书',
  number: '新信用约字〔2025〕1号',
  organ: '自治区发展改革委',
  date: '2025-03-03',
  sha256: 'a'.repeat(64),
};

export interface Sent {
  readonly body?: unknown;
  readonly token?: string;
  readonly ifMatch?: number;
  readonly key?: string;
  readonly prefer?: string;
  readonly fileId?: string;
}

/** Sends a command as a caller would; a fresh key unless one is given. */
export async function send(api: Server, command: string, sent: Sent): Promise<LightMyRequestResponse> {
  return await api.inject({
    method: 'POST',
    url: `/v1/files/${sent.fileId ?? FILE_ID}/${command}`,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': sent.key ?? randomUUID(),
      ...(sent.token !== undefined && { authorization: `Bearer ${sent.token}` }),
      ...(sent.ifMatch !== undefined && { 'if-match': `"${sent.ifMatch}"` }),
      ...(sent.prefer !== undefined && { prefer: sent.prefer }),
    },
    payload: JSON.stringify(sent.body ?? { data: {} }),
  });
}

/** Asks as the bearer of a token, or as the public. */
export async function ask(api: Server, url: string, token?: string): Promise<LightMyRequestResponse> {
  return await api.inject({
    method: 'GET',
    url,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
}
