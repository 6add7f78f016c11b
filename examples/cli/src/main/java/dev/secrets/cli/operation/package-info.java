/**
 * The operations of AWS Secrets Manager as commands, with the AWS CLI's options: derived from the shapes of the requests, so
 * that no operation is written down here. A command line becomes the JSON of a request, the protocol answers it, and the answer
 * is printed.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.operation;
