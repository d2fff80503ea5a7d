/**
 * Who may do what: accounts, groups, tokens, sessions, the way in, and the audit log. {@link
 * dev.stead.control.accounts.AccountsRole} wires it. Every decision is made here, never in a page.
 */
@NullMarked
package dev.stead.control.accounts;

import org.jspecify.annotations.NullMarked;
