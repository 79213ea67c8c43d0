import { ProtoReader } from '../protobuf/reader.ts';
import { ProtoWriter } from '../protobuf/writer.ts';

const TICKS_PER_MS = 10_000n;

/** The texts of a request of `Users`, by field number; groups are the repeated field 4. */
export interface UserRequest {
  readonly text: (field: number) => string;
  readonly groups: readonly string[];
}

const GROUPS = 4;

/** Reads a request of `Users`: they differ only in which of the first four fields they have. */
export function readUserRequest(message: Buffer): UserRequest {
  const texts = new Map<number, string>();
  const groups: string[] = [];
  const reader = new ProtoReader(message);
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const options = reader.message();
    while (options.next()) {
      if (options.field === GROUPS) groups.push(options.string());
      else if (options.field < GROUPS) texts.set(options.field, options.string());
      else options.skip();
    }
  }
  return { text: (field) => texts.get(field) ?? '', groups };
}

export interface UserDetails {
  readonly loginName: string;
  readonly fullName: string;
  readonly groups: readonly string[];
  readonly updatedMs: number;
  readonly disabled: boolean;
}

/** `DetailsResp`. */
export function encodeUserDetails(details: UserDetails): Buffer {
  return new ProtoWriter()
    .message(1, (user) => {
      user.string(1, details.loginName).string(2, details.fullName);
      for (const group of details.groups) user.string(3, group);
      user.message(4, (time) => time.int64(1, BigInt(Math.trunc(details.updatedMs)) * TICKS_PER_MS));
      user.bool(5, details.disabled);
    })
    .finish();
}
