export {
  EnvironmentFault,
  type EnvironmentFaultCode,
  environmentFaultIn,
  inDataDirectory,
  requireNode24,
} from './environment-fault.ts';
export { type Instance, type InstanceOptions, openInstance } from './instance.ts';
