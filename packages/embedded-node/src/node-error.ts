/** Why a node cannot start or go on. */
export type NodeErrorCode =
  | 'NODE_DATABASE_UNREACHABLE'
  | 'NODE_ALREADY_RUNNING'
  | 'NODE_SCHEMA_UNKNOWN'
  | 'NODE_PORT_UNAVAILABLE'
  | 'NODE_CERTIFICATE_UNUSABLE';

/** An operational failure of the embedded node. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  readonly code: NodeErrorCode;

  constructor(code: NodeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** One line of the node's log. */
export interface NodeLogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly error?: unknown;
}

export type NodeLog = (entry: NodeLogEntry) => void;
