/** Control's state in SQLite: one file, one thread, one transaction for each command. */
package dev.stead.control.state;
