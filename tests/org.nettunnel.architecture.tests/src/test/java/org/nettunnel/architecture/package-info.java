/// The rules of the architecture, each with its reason and with an example that breaks it.
package org.nettunnel.architecture;
