-- revision: c
-- upgrade
DELIMITER //
CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = '\'//'; SET @c = `d;` ; END//
DELIMITER ;
/*!40101 SET NAMES utf8 */; # x;
SELECT 5--3, \N\G
-- downgrade
DROP TRIGGER t
