<?php
/**
 * Prints what signatures and timestamps are made of, of every language MediaWiki knows.
 *
 *   MW_CONFIG_FILE=LocalSettings.php php scripts/locales/dump.php [folder of MediaWiki]
 *
 * The folder may stand in MW_INSTALL_PATH instead. The settings should be of an empty wiki: pages in the
 * namespace MediaWiki replace a language's own names. The first line is {"mediawiki": version}, then comes
 * one JSON object a language, by code. scripts/locales/generate.py runs this and says what is kept.
 */

use MediaWiki\MediaWikiServices;

require_once __DIR__ . '/start.php';

/** Writes one line a language; names as in MediaWiki's `Language`. */
class DumpLocales extends Maintenance {
	/** The keys of `dateFormats` end so where they hold date and time. */
	private const BOTH = ' both';

	/** Codes of `Language::sprintfDate` for calendars and numerals other than the usual, first two letters. */
	private const CALENDARS = [ 'xi', 'xj', 'xm', 'xk', 'xo', 'xt', 'xh' ];

	/** English names, which every wiki understands whatever its language. */
	private const CANONICAL = [
		'User', 'User talk', 'Special', 'Contributions', 'Contribs', 'Contribution',
	];

	/** What languages write that do not leave it to a format: LanguageWa::timeanddate goes by day and month. */
	private const WRITTEN = [
		'wa' => [ 'j "di" F Y "a" H:i', 'j "d\'" F Y "a" H:i', 'j"î d\'" F Y "a" H:i' ],
	];

	/** @var string[] The languages that are printed */
	private $codes;

	public function __construct() {
		parent::__construct();
		$this->addDescription( 'Print the parts of signatures and timestamps of every language' );
		$this->addArg( 'mediawiki', 'Folder of MediaWiki, if not in MW_INSTALL_PATH', false );
	}

	public function getDbType() {
		return Maintenance::DB_NONE;
	}

	public function execute() {
		print encodeLine( [ 'mediawiki' => MW_VERSION ] );
		$zones = $this->zoneMessages();
		$this->codes = languageCodes();
		foreach ( $this->codes as $code ) {
			print encodeLine( $this->describe( $code, $zones ) );
		}
	}

	/**
	 * @param string $code
	 * @param string[] $zones The abbreviations that have a message
	 * @return array
	 */
	private function describe( string $code, array $zones ): array {
		// This resolves codes that were renamed (als is gsw), as for a wiki's $wgLanguageCode.
		$language = MediaWikiServices::getInstance()->getLanguageFactory()->getLanguage( $code );
		$renamed = $language->getCode();
		$written = self::WRITTEN[$renamed] ?? [ $language->getDateFormatString( 'both', 'default' ) ];
		$this->checkWritten( $language, $written );
		$format = array_shift( $written );
		$months = range( 1, 12 );
		$days = range( 1, 7 );
		$found = [
			'code' => $code,
			'format' => $format,
			'formats' => array_merge( $written, $this->otherFormats( $language, $format ) ),
			'months' => array_map( [ $language, 'getMonthName' ], $months ),
			'genitive' => array_map( [ $language, 'getMonthNameGen' ], $months ),
			'abbreviations' => array_map( [ $language, 'getMonthAbbreviation' ], $months ),
			'weekdays' => array_map( [ $language, 'getWeekdayName' ], $days ),
			'weekday_abbreviations' => array_map( [ $language, 'getWeekdayAbbreviation' ], $days ),
		];
		foreach ( [ 'iranian' => 'xi', 'hijri' => 'xm' ] as $calendar => $letters ) {
			if ( strpos( $format, $letters ) !== false ) {
				$found[$calendar] = $this->calendarMonths( $language, $calendar );
			}
		}
		$digits = implode( '', array_map( [ $language, 'formatNumNoSeparators' ], range( 0, 9 ) ) );
		if ( $digits !== '0123456789' ) {
			$found['digits'] = $digits;
		}
		$found += [
			'zones' => $this->zones( $language, $zones ),
			'user' => $this->namespaceNames( $language, NS_USER ),
			'talk' => $this->namespaceNames( $language, NS_USER_TALK ),
			'special' => $this->namespaceNames( $language, NS_SPECIAL ),
			'contributions' => $this->names( $language->getSpecialPageAliases()['Contributions'] ?? [] ),
			'variants' => $this->variants( $language ),
			'fallbacks' => $this->fallbacks( $code, $renamed ),
		];
		if ( $renamed !== $code ) {
			$found['renamed'] = $renamed;
		}
		return array_filter( $found, static function ( $value ) {
			return $value !== [];
		} );
	}

	/**
	 * Ends the script if the language writes anything else than these formats say.
	 *
	 * @param Language $language
	 * @param string[] $formats
	 */
	private function checkWritten( $language, array $formats ): void {
		for ( $month = 1; $month <= 12; $month++ ) {
			foreach ( [ 1, 2, 15 ] as $day ) {
				$moment = sprintf( '2018%02d%02d010203', $month, $day );
				// 'default' is what false comes to, without the wiki's options (Language::dateFormat).
				$stamp = $language->timeanddate( $moment, false, 'default' );
				$expected = array_map( static function ( $format ) use ( $language, $moment ) {
					return $language->sprintfDate( $format, $moment );
				}, $formats );
				if ( !in_array( $stamp, $expected, true ) ) {
					$this->fatalError( "{$language->getCode()} writes '$stamp', not '$expected[0]'." );
				}
			}
		}
	}

	/**
	 * A wiki signs in one of these if $wgDefaultUserOptions['date'] says so (Language::dateFormat).
	 *
	 * @param Language $language
	 * @param string $default
	 * @return string[]
	 */
	private function otherFormats( $language, string $default ): array {
		$others = [];
		foreach ( $language->getDateFormats() as $name => $format ) {
			if ( substr( $name, -strlen( self::BOTH ) ) === self::BOTH
				&& strpos( $name, 'ISO 8601' ) !== 0
				&& $format !== $default
				&& !array_diff( $this->calendars( $format ), $this->calendars( $default ) )
			) {
				$others[] = $format;
			}
		}
		$others = array_values( array_unique( $others ) );
		sort( $others, SORT_STRING );
		return $others;
	}

	/**
	 * @param string $format
	 * @return string[]
	 */
	private function calendars( string $format ): array {
		$codes = preg_replace( '/"[^"]*"|\\\\./su', '', $format );
		return array_values( array_filter( self::CALENDARS, static function ( $letters ) use ( $codes ) {
			return strpos( $codes, $letters ) !== false;
		} ) );
	}

	/**
	 * @param Language $language
	 * @param string $calendar
	 * @return string[] Twelve names, as Language::sprintfDate gets them
	 */
	private function calendarMonths( $language, string $calendar ): array {
		$names = [];
		for ( $month = 1; $month <= 12; $month++ ) {
			$names[] = wfMessage( "$calendar-calendar-m$month" )->inLanguage( $language )->text();
		}
		return $names;
	}

	/**
	 * MWTimestamp::getTimezoneMessage names them.
	 *
	 * @return string[] Abbreviations of time zones
	 */
	private function zoneMessages(): array {
		global $IP;
		$found = [];
		foreach ( glob( "$IP/languages/i18n/*.json" ) as $file ) {
			// qqq describes messages, it translates none.
			if ( basename( $file ) !== 'qqq.json' ) {
				foreach ( array_keys( json_decode( file_get_contents( $file ), true ) ) as $key ) {
					if ( preg_match( '/^timezone-([a-z]{2,5}|[+-]\d+)$/', $key, $match ) && $key !== 'timezone-local' ) {
						$found[strtoupper( $match[1] )] = true;
					}
				}
			}
		}
		ksort( $found );
		return array_keys( $found );
	}

	/**
	 * @param Language $language
	 * @param string[] $zones
	 * @return string[] Abbreviation by what a signature says in its place
	 */
	private function zones( $language, array $zones ): array {
		$found = [];
		foreach ( $zones as $zone ) {
			$text = wfMessage( 'timezone-' . strtolower( $zone ) )->inLanguage( $language )->text();
			if ( $text !== $zone ) {
				$found[$text] = $zone;
			}
		}
		return $found;
	}

	/**
	 * @param Language $language
	 * @param int $index
	 * @return string[] The name that the wiki writes first, then the gendered ones, then aliases
	 */
	private function namespaceNames( $language, int $index ): array {
		return $this->names( array_merge(
			[ $language->getNsText( $index ) ],
			array_map( static function ( $gender ) use ( $language, $index ) {
				return $language->getGenderNsText( $index, $gender );
			}, [ 'male', 'female' ] ),
			array_map( 'strval', array_keys( $language->getNamespaceAliases(), $index, true ) )
		) );
	}

	/**
	 * @param string[] $names
	 * @return string[]
	 */
	private function names( array $names ): array {
		$names = array_unique( array_map( static function ( $name ) {
			// A title ends before blanks and a colon, though one alias of Syloti's has a blank there.
			return trim( strtr( $name, '_', ' ' ) );
		}, $names ) );
		return array_values( array_diff( $names, self::CANONICAL ) );
	}

	/**
	 * @param Language $language
	 * @return string[]
	 */
	private function variants( $language ): array {
		$converters = MediaWikiServices::getInstance()->getLanguageConverterFactory();
		$variants = $converters->getLanguageConverter( $language )->getVariants();
		return $this->known( array_diff( $variants, [ $language->getCode() ] ) );
	}

	/**
	 * @param string $code
	 * @param string $renamed What MediaWiki calls the language now
	 * @return string[] Without English, which ends every chain
	 */
	private function fallbacks( string $code, string $renamed ): array {
		$chain = MediaWikiServices::getInstance()->getLanguageFallback()->getAll( $renamed );
		if ( $code !== $renamed ) {
			array_unshift( $chain, $renamed );
		}
		return $this->known( array_diff( $chain, [ 'en', $code ] ) );
	}

	/**
	 * @param string[] $codes
	 * @return string[] Without those that MediaWiki has no names of: ban-x-dharma is a variant, no language
	 */
	private function known( array $codes ): array {
		return array_values( array_intersect( $codes, $this->codes ) );
	}
}

$maintClass = DumpLocales::class;
require_once RUN_MAINTENANCE_IF_MAIN;
