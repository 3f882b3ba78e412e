/// Tests inside Equinox: that the bundles resolve, their components start, and providers may come and go.
package org.nettunnel.osgi.tests;
