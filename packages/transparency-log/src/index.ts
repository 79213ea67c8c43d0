export {
  canonicalJson,
  canonicalJsonText,
  JSON_DEPTH_MAX,
  TransparencyLogError,
  type TransparencyLogErrorCode,
} from './canonical-json.ts';
