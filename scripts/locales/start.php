<?php
/**
 * What dump.php and check_signatures.php share: MediaWiki's classes, its languages, lines of JSON.
 *
 * The folder of MediaWiki is named in MW_INSTALL_PATH, or by the first argument.
 */

use MediaWiki\Languages\LanguageNameUtils;
use MediaWiki\MediaWikiServices;

$IP = getenv( 'MW_INSTALL_PATH' ) ?: ( $argv[1] ?? '' );
if ( !is_file( "$IP/maintenance/Maintenance.php" ) ) {
	fwrite( STDERR, "No MediaWiki in '$IP': name its folder in MW_INSTALL_PATH or as first argument.\n" );
	exit( 2 );
}
putenv( "MW_INSTALL_PATH=$IP" );
require_once "$IP/maintenance/Maintenance.php";

/**
 * @return string[] The codes of all languages that MediaWiki names or has messages of, in order
 */
function languageCodes(): array {
	global $IP;
	$names = MediaWikiServices::getInstance()->getLanguageNameUtils();
	$codes = array_keys( $names->getLanguageNames( LanguageNameUtils::AUTONYMS, LanguageNameUtils::ALL ) );
	$codes = array_merge( $codes, array_keys( LanguageCode::getDeprecatedCodeMapping() ) );
	foreach ( glob( "$IP/languages/i18n/*.json" ) as $file ) {
		$codes[] = basename( $file, '.json' );
	}
	foreach ( glob( "$IP/languages/messages/Messages*.php" ) as $file ) {
		// As LanguageNameUtils::getFileName makes it, the other way round.
		$codes[] = strtr( lcfirst( substr( basename( $file, '.php' ), strlen( 'Messages' ) ) ), '_', '-' );
	}
	// These two explain messages, no wiki is written in them.
	$codes = array_diff( array_unique( array_map( 'strval', $codes ) ), [ 'qqq', 'qqx' ] );
	sort( $codes, SORT_STRING );
	return $codes;
}

/**
 * @param array $value
 * @return string One line
 */
function encodeLine( array $value ): string {
	return json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR ) . "\n";
}
