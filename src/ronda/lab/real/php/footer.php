<?php echo base64_decode('{coded}'); ?>
