using Omnichannel.Journal;
using static Omnichannel.Customers.CustomerGate;

namespace Omnichannel.Customers;

/// <summary>Makes a customer under an id.</summary>
public sealed record Registration(CustomerId Id, RegisterCustomer Command);

/// <summary>The rules of profiles. Pure.</summary>
public static class ProfileDecider
{
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, Registration registration, DateTimeOffset now)
    {
        var fields = registration.Command.Fields;
        if (fields.Count > Limits.ProfileChangesMax) return Reject(CustomerStatus.TooManyChanges);
        if (Blame(fields, isPatch: false, now) is { } blamed) return Reject(blamed.Status);

        if (customer.Id is not null)
        {
            if (customer.Erasure != ErasureStep.None) return Reject(CustomerStatus.Erased);
            var isSame = customer.Registration?.Value == CommandBodies.Of(fields, registration.Command.Channel);
            return Reject(isSame ? CustomerStatus.AlreadyDone : CustomerStatus.ExistsWithDifferentBody);
        }

        var counted = CheckWhole(customer.Profile, fields);
        if (counted != CustomerStatus.None) return Reject(counted);

        // After this point the registration must succeed.
        return new(CustomerStatus.Done, [new CustomerRegistered(now, registration.Id, ProfileChange.Of(fields), registration.Command.Channel)]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, PatchCustomer command, DateTimeOffset now)
    {
        if (command.Changes.Count > Limits.ProfileChangesMax) return Reject(CustomerStatus.TooManyChanges);
        if (Blame(command.Changes, isPatch: true, now) is { } blamed) return Reject(blamed.Status);
        var status = Check(customer);
        if (status != CustomerStatus.None) return Reject(status);

        if (command.IfVersion > customer.Version) return Reject(CustomerStatus.VersionMismatch);
        var changes = Changes(customer.Profile, command.Changes);
        if (changes.Count == 0) return Reject(CustomerStatus.AlreadyDone);
        if (Conflicts(customer, command).Count > 0) return Reject(CustomerStatus.VersionMismatch);
        var counted = CheckWhole(customer.Profile, changes);
        if (counted != CustomerStatus.None) return Reject(counted);

        // After this point the patch must succeed.
        return new(CustomerStatus.Done, [new CustomerPatched(now, ProfileChange.Of(changes), command.Channel)]);
    }

    /// <summary>Fields that this patch would change and that somebody else changed after the version it was made on.</summary>
    public static IReadOnlyList<FieldConflict> Conflicts(Customer customer, PatchCustomer command)
    {
        if (command.IfVersion is not { } version) return [];
        return
        [
            .. Changes(customer.Profile, command.Changes)
                .Where(change => customer.Profile.VersionOf(change.Path) > version)
                .Select(change => new FieldConflict(change.Path, customer.Profile.Find(change.Path), customer.Profile.VersionOf(change.Path))),
        ];
    }

    /// <summary>The first field that breaks a rule by itself, whatever else there is.</summary>
    public static (CustomerStatus Status, string Field)? Blame(IReadOnlyList<FieldChange> changes, bool isPatch, DateTimeOffset now)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            var isKnown = ProfilePath.IsLeaf(change.Path) ? isPatch || change.Value is not null : isPatch && change.Value is null && ProfilePath.IsGroup(change.Path);
            if (!isKnown || !seen.Add(change.Path)) return (CustomerStatus.FieldUnknown, change.Path);
            if (change.Value is not null && !ProfilePath.IsValue(change.Path, change.Value, now)) return (CustomerStatus.FieldOutOfRange, change.Path);
        }

        return null;
    }

    /// <summary>What would be different, leaf by leaf. A field that has the wanted value already is not touched, whoever gave it: that is what a retry meets.</summary>
    internal static IReadOnlyList<FieldChange> Changes(Profile profile, IEnumerable<FieldChange> wanted)
    {
        var changes = new OrderedDictionary<string, FieldChange>();
        foreach (var change in wanted)
        {
            if (!ProfilePath.IsGroup(change.Path)) changes[change.Path] = change;
            else foreach (var field in profile.FieldsIn(change.Path)) changes.TryAdd(field.Path, new(field.Path, null));
        }

        return [.. changes.Values.Where(change => profile.Find(change.Path) != change.Value)];
    }

    /// <summary>The first address that would lack what an address needs.</summary>
    internal static string? FindIncomplete(Profile profile, IReadOnlyList<FieldChange> wanted) => FindIncomplete(PathsAfter(profile, Changes(profile, wanted)));

    /// <summary>The rules that look at the profile as it would be.</summary>
    internal static CustomerStatus CheckWhole(Profile profile, IReadOnlyList<FieldChange> changes)
    {
        var paths = PathsAfter(profile, changes);
        if (FindIncomplete(paths) is not null) return CustomerStatus.AddressIncomplete;
        var addresses = Addresses(paths).ToArray();
        var isRoomy = addresses.Length <= Limits.AddressesMax
            && paths.Count(static path => ProfilePath.IsInside(path, ProfilePath.Preferences)) <= Limits.PreferencesMax
            && paths.Count(static path => ProfilePath.IsInside(path, ProfilePath.Tags)) <= Limits.TagsMax;
        return isRoomy ? CustomerStatus.None : CustomerStatus.TooManyFields;
    }

    private static string? FindIncomplete(HashSet<string> paths) =>
        Addresses(paths).FirstOrDefault(address => !ProfilePath.AddressNeeds.All(part => paths.Contains($"{address}/{part}")));

    private static IEnumerable<string> Addresses(HashSet<string> paths) => paths.Select(ProfilePath.AddressOf).OfType<string>().Distinct();

    private static HashSet<string> PathsAfter(Profile profile, IReadOnlyList<FieldChange> changes)
    {
        var paths = profile.Fields.Select(static field => field.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.Value is null) paths.Remove(change.Path);
            else paths.Add(change.Path);
        }

        return paths;
    }
}
