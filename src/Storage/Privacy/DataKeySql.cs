namespace Omnichannel.Privacy;

/// <summary>The writes of keys in which the stores differ.</summary>
/// <param name="Create">Keeps <c>@wrapped</c> under <c>@master</c> for <c>@owner</c>, unless that has a row already.</param>
/// <param name="Destroy">Leaves an empty row for <c>@owner</c>, whatever was there.</param>
/// <param name="GroupMax">How many writes may share a transaction; 1 where one that meets another process may end the transaction.</param>
internal sealed record DataKeySql(string Create, string Destroy, int GroupMax = Limits.KeyWriteGroupMax)
{
    public static readonly DataKeySql Upserting = new(
        "INSERT INTO data_keys (owner, master_key, wrapped) VALUES (@owner, @master, @wrapped) ON CONFLICT (owner) DO NOTHING",
        "INSERT INTO data_keys (owner, master_key, wrapped) VALUES (@owner, NULL, NULL) ON CONFLICT (owner) DO UPDATE SET master_key = NULL, wrapped = NULL");
}
