using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>I72: the id of a device as machines keep it. A person is known by their devices, so it is sealed like what is said about them.</summary>
internal static class DeviceText
{
    public static PersonalText? Of(DeviceId? id) => PersonalText.Of(id?.Value);

    /// <summary>Null where there was none, and where its key was destroyed.</summary>
    public static DeviceId? Read(PersonalText? text) => text?.Value is { } value ? new DeviceId(value) : null;
}
