//! File systems over a network: the log of an office needs memory that is shared, which they do not have.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::{Result, StoreError};

/// By the number that `statfs` tells.
const NETWORK: &[(i64, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFE53_4D42, "SMB2"),
    (0xFF53_4D42, "CIFS"),
    (0x00C3_6400, "CephFS"),
    (0x5346_414F, "AFS"),
    (0x0BD0_0BD0, "Lustre"),
    (0x0102_1997, "9p"),
    (FUSE, "FUSE"),
];

/// A file system that a program makes: the table of mounts tells which.
const FUSE: i64 = 0x6573_5546;

/// Programs that show files of another machine, as the table of mounts names them.
const PROGRAMS: &[(&str, &str)] = &[
    ("fuse.sshfs", "sshfs"),
    ("fuse.rclone", "rclone"),
    ("fuse.s3fs", "s3fs"),
    ("fuse.davfs", "WebDAV"),
    ("fuse.glusterfs", "GlusterFS"),
    ("fuse.ceph-fuse", "CephFS"),
    ("fuse.curlftpfs", "FTP"),
    ("fuse.smbnetfs", "SMB"),
    ("fuse.juicefs", "JuiceFS"),
];

/// These two are also how some machines show their own disks: told by `admin doctor`, not refused.
const MAYBE_LOCAL: &[&str] = &["9p", "FUSE"];

/// The network file system that a path lies on, if one.
pub fn network(path: &Path) -> Result<Option<&'static str>> {
    let about = rustix::fs::statfs(path).map_err(std::io::Error::from)?;
    // The type is signed on some machines: only its low half says which it is.
    #[allow(clippy::unnecessary_cast, clippy::cast_lossless)]
    let kind = about.f_type as i64 & 0xFFFF_FFFF;
    if kind != FUSE {
        return Ok(of_kind(kind));
    }
    let device = std::fs::metadata(path)?.dev();
    let device = (rustix::fs::major(device), rustix::fs::minor(device));
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    Ok(of_program(&mounts, device).or_else(|| of_kind(kind)))
}

fn of_kind(kind: i64) -> Option<&'static str> {
    let found = NETWORK.iter().find(|(number, _)| *number == kind);
    found.map(|(_, name)| *name)
}

/// Which program shows what is mounted as this device, if it is one that goes over the network.
fn of_program(mounts: &str, (major, minor): (u32, u32)) -> Option<&'static str> {
    let device = format!("{major}:{minor}");
    let mut mounts = mounts.lines().filter_map(|mount| {
        let (place, kind) = mount.split_once(" - ")?;
        let here = place.split(' ').nth(2) == Some(device.as_str());
        kind.split(' ').next().filter(|_| here)
    });
    let kind = mounts.next()?;
    let program = PROGRAMS.iter().find(|(known, _)| *known == kind);
    program.map(|(_, name)| *name)
}

/// Refuses a place over the network (`reliability.md` R41).
pub(super) fn refuse(path: &Path) -> Result<()> {
    refuse_kind(network(path)?)
}

fn refuse_kind(network: Option<&'static str>) -> Result<()> {
    match network.filter(|name| !MAYBE_LOCAL.contains(name)) {
        Some(name) => Err(StoreError::Network(name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
        22 1 252:1 / / rw,relatime shared:1 - ext4 /dev/vda rw\n\
        60 22 0:52 / /home/li/far rw,nosuid,nodev shared:9 - fuse.sshfs li@far:/ rw,user_id=1000\n\
        61 22 0:53 / /mnt/usb rw - fuseblk /dev/sdb1 rw\n\
        62 22 0:54 / /mnt/gone rw - fuse.mergerfs a:b rw\n";

    #[test]
    fn what_lies_on_another_machine_is_refused_with_its_name() {
        for (kind, name) in [
            (0x6969, "NFS"),
            (0xFF53_4D42, "CIFS"),
            (0x0BD0_0BD0, "Lustre"),
        ] {
            assert_eq!(of_kind(kind), Some(name));
            assert!(
                matches!(refuse_kind(of_kind(kind)), Err(StoreError::Network(told)) if told == name)
            );
        }
        for kind in [0xEF53, 0x0102_1994, 0x9123_683E] {
            assert!(
                refuse_kind(of_kind(kind)).is_ok(),
                "a disk of its own: {kind:x}"
            );
        }
        assert_eq!(of_program(MOUNTS, (0, 52)), Some("sshfs"));
        assert!(refuse_kind(of_program(MOUNTS, (0, 52))).is_err());
        for own in [(252, 1), (0, 53), (0, 54), (9, 9)] {
            assert_eq!(of_program(MOUNTS, own), None, "{own:?}");
        }
        assert!(refuse_kind(Some("FUSE")).is_ok() && refuse_kind(Some("9p")).is_ok());
    }

    #[test]
    fn here_is_no_network() {
        let folder = tempfile::tempdir().unwrap();
        assert!(refuse(folder.path()).is_ok());
        assert!(refuse(&folder.path().join("gone")).is_err());
    }
}
