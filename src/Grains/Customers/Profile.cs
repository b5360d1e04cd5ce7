using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>One leaf of a profile as the journal has it. A path tells something too (<c>tags/vegan</c>), so it is sealed like the value.</summary>
/// <param name="Value">Absent when the field was removed.</param>
[GenerateSerializer, Immutable, Alias("profile-change")]
public sealed record ProfileChange([property: Id(0)] PersonalText Path, [property: Id(1)] PersonalText? Value = null)
{
    public static ProfileChange[] Of(IEnumerable<FieldChange> changes) => [.. changes.Select(static change => new ProfileChange(new(change.Path), PersonalText.Of(change.Value)))];

    public ProfileChange OwnedBy(string owner) => new(Path.OwnedBy(owner), Value?.OwnedBy(owner));
}

/// <param name="Value">Null when the field was removed.</param>
/// <param name="Version">The version of the customer that this came with.</param>
/// <param name="Owner">Whose it was before a merge brought it; null for this customer's own.</param>
public sealed record ProfileField(string Path, string? Value, long Version, string? Owner = null)
{
    public ProfileChange Copied() => new(new(Path, Owner), Value is null ? null : new(Value, Owner));
}

/// <summary>The fields of a customer, each with the version that changed it last.</summary>
public sealed class Profile
{
    private readonly SortedDictionary<string, ProfileField> _fields = new(StringComparer.Ordinal);
    private int _removedCount;

    /// <summary>Removals up to this version are no longer remembered one by one.</summary>
    public long ForgottenVersion { get; private set; }

    public int Count => _fields.Count;

    public IEnumerable<ProfileField> Fields => _fields.Values.Where(static leaf => leaf.Value is not null);

    public IEnumerable<ProfileField> FieldsIn(string group) => Fields.Where(field => ProfilePath.IsInside(field.Path, group));

    public string? Find(string path) => _fields.GetValueOrDefault(path)?.Value;

    /// <summary>When a field was last changed, as far as that is still known: a removal that was forgotten counts as the newest of those.</summary>
    public long VersionOf(string path) => _fields.GetValueOrDefault(path)?.Version ?? ForgottenVersion;

    public void Apply(IEnumerable<ProfileChange> changes, long version)
    {
        foreach (var change in changes)
        {
            // After the key is gone nobody can say which field it was.
            if (change.Path.Value is not { } path) continue;
            Set(new(path, change.Value?.Value, version, change.Path.Owner));
        }

        ForgetRemovals();
    }

    public void Set(ProfileField field)
    {
        if (_fields.TryGetValue(field.Path, out var before) && before.Value is null) _removedCount--;
        if (field.Value is null) _removedCount++;
        _fields[field.Path] = field;
    }

    /// <summary>Takes a field away as if it had never been there.</summary>
    public void Unset(string path)
    {
        if (_fields.Remove(path, out var before) && before.Value is null) _removedCount--;
    }

    public ProfileSnapshot Capture() => new(ForgottenVersion, [.. _fields.Values.Select(ProfileFieldSnapshot.Of)]);

    public void Restore(ProfileSnapshot snapshot)
    {
        ForgottenVersion = snapshot.ForgottenVersion;
        foreach (var field in snapshot.Fields)
        {
            if (field.Path.Value is { } path) Set(new(path, field.Value?.Value, field.Version, field.Path.Owner));
        }
    }

    public void Clear()
    {
        _fields.Clear();
        _removedCount = 0;
    }

    private void ForgetRemovals()
    {
        if (_removedCount <= Limits.RemovedFieldsMax) return;
        var oldest = _fields.Values.Where(static field => field.Value is null).OrderBy(static field => field.Version).Take(_removedCount - Limits.RemovedFieldsMax / 2).ToArray();
        foreach (var field in oldest) Unset(field.Path);
        ForgottenVersion = oldest[^1].Version;
    }
}

public sealed record ProfileSnapshot(long ForgottenVersion, ProfileFieldSnapshot[] Fields);

public sealed record ProfileFieldSnapshot(PersonalText Path, long Version, PersonalText? Value = null)
{
    public static ProfileFieldSnapshot Of(ProfileField field)
    {
        var copied = field.Copied();
        return new(copied.Path, field.Version, copied.Value);
    }
}
